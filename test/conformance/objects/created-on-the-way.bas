r.x = 1
TALK r.x
s.a.b.c = "deep"
TALK s.a.b.c
t.list[2] = "z"
TALK t.list[2]
u = {}
u.inner["k"].v = 5
TALK u.inner.k.v
' expect: 1
' expect: deep
' expect: z
' expect: 5
' section: 1.6
