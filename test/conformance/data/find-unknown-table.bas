' 3.9: an unknown table is an empty set
' data
' expect: none
r = FIND "nowhere" WHERE a = 1
IF NOT r THEN TALK "none"
