' A script that calls itself in each of the ways.
PARAM depth AS INTEGER DEFAULT 0
PARAM way AS STRING OPTIONAL
IF depth > 0 THEN
  TALK "in ", depth, " ", way
  IF depth < 2 THEN
    name = "scripts"
    x = CALL name, depth + 1, "computed"
    TALK "back with ", x
  END IF
  RETURN depth * 10
END IF
a = CALL "scripts.bas", 1, "by name"
TALK a
b = scripts(2, "as a function")
TALK b
service = CALL "/crm/list", 5
TALK service
' answer: {"items":[1,2]}
