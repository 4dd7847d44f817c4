r = NULL
TALK r.data.city IS NULL
TALK r?.data?.city ?? "none"
o = {a: NULL}
TALK o.a.b.c IS NULL
n = 5
TALK n.field IS NULL
' expect: true
' expect: none
' expect: true
' expect: true
' section: 2.6
