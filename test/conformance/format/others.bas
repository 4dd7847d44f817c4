TALK FORMAT("abc", ">")
TALK FORMAT(NULL, "0.00") + "."
TALK FORMAT(5)
TALK FORMAT {a: 1} AS JSON
' expect: ABC
' expect: .
' expect: 5
' expect: {"a":1}
' section: 2.8
