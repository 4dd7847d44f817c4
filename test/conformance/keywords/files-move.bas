' 3.11: COPY, MOVE, DELETE FILE in both spellings
' effect COPY: null
' effect MOVE: null
' effect DELETE FILE: null
' effect FILE EXISTS: true
' effect FOLDER SIZE: 10
COPY "a.txt", "b.txt"
COPY "a.txt" TO "c.txt"
MOVE "b.txt" TO "d.txt"
DELETE_FILE "d.txt"
IF FILE_EXISTS("a.txt") THEN TALK FOLDER_SIZE("/")
' expect: COPY {"from":"a.txt","to":"b.txt"}
' expect: COPY {"from":"a.txt","to":"c.txt"}
' expect: MOVE {"from":"b.txt","to":"d.txt"}
' expect: DELETE FILE {"path":"d.txt"}
' expect: FILE EXISTS {"path":"a.txt"}
' expect: FOLDER SIZE {"folder":"/"}
' expect: 10
