o = {}
HEAR o.name WITH "?"
a = []
HEAR a[0]
TALK o.name & a[0]
HEAR first, second
TALK first & second
' input: x
' input: y
' input: 1
' input: 2
' expect: ?
' expect: xy
' expect: 12
' section: 5.2
