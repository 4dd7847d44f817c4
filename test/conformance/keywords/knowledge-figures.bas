' 3.7: figures of the knowledge
' effect KB STATISTICS: {"total_documents": 12}
' effect KB LIST COLLECTIONS: ["manuals"]
' effect KB COLLECTION STATS: {"points_count": 40}
' effect KB DOCUMENTS COUNT: 12
' effect KB DOCUMENTS ADDED SINCE: 2
' effect KB STORAGE SIZE: 5
all = KB STATISTICS
TALK all.total_documents
FOR EACH collection IN KB LIST COLLECTIONS
  one = KB COLLECTION STATS collection
  TALK collection & " " & one.points_count
NEXT
TALK KB DOCUMENTS COUNT + 1
fresh = KB DOCUMENTS ADDED SINCE 7
TALK "new: " + fresh + ", size: " + KB STORAGE SIZE + " MB"
' expect: KB STATISTICS {}
' expect: 12
' expect: KB LIST COLLECTIONS {}
' expect: KB COLLECTION STATS {"name":"manuals"}
' expect: manuals 40
' expect: KB DOCUMENTS COUNT {}
' expect: 13
' expect: KB DOCUMENTS ADDED SINCE {"days":7}
' expect: KB STORAGE SIZE {}
' expect: new: 2, size: 5 MB
