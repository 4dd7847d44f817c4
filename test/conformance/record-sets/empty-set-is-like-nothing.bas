' 2.2: a record set without rows is NULL, and NULL is like nothing
' table guests: [{"name": "Ana"}]
nobody = FIND "guests", "name=Zoe"
TALK nobody LIKE "*", " ", nobody LIKE nobody, " ", "" LIKE nobody
' expect: false false false
