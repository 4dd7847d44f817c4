' For librarians: how much the knowledge holds and what came in lately.
figures = KB STATISTICS
TALK "${figures.total_documents} documents in ${figures.total_collections} collections."
FOR EACH collection IN KB LIST COLLECTIONS
  one = KB COLLECTION STATS collection
  TALK "${collection}: ${one.points_count} passages"
NEXT
all = KB DOCUMENTS COUNT
fresh = KB DOCUMENTS ADDED SINCE 7
TALK "${fresh} of ${all} came in this week."
size = KB STORAGE SIZE
IF size > 500 THEN TALK "The index grows large: ${size} MB." ELSE TALK "The index is small."
CLEAR KB ALL
