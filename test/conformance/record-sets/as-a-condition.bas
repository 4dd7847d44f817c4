' 2.2: true with rows; without, it is NULL, empty and false
' table people: [{"name":"Ann"}]
some = FIND "people"
none = FIND "people", "name=Bob"
IF some THEN TALK "some"
IF NOT none THEN TALK "none"
IF none = NULL AND none IS NULL AND ISEMPTY(none) AND none = "" THEN TALK "nothing"
IF some <> "" THEN TALK "not empty"
TALK "[" & none.name & "]"
' expect: some
' expect: none
' expect: nothing
' expect: not empty
' expect: []
