parts = SPLIT("a,b,c", ",")
TALK UBOUND(parts)
TALK parts[2]
TALK JOIN(parts, "-")
TALK JOIN([1, 2, 3])
TALK "x".toUpperCase() + " y ".trim()
TALK "a-b".split("-")[1]
' expect: 3
' expect: c
' expect: a-b-c
' expect: 1,2,3
' expect: Xy
' expect: b
' section: Annex B
