n = 5
o = {}
TALK o.a IS NULL
TALK n.field
' strict
' expect: true
' expect error: 438 line 4
' section: 1.6
