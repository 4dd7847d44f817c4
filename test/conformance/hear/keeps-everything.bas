d = TODAY()
dur = DAYS(2)
zero = 0
neg = 0 - zero
big = 123456789.5
s = "emoji 😀"
nested = {list: [1, {deep: TRUE}], empty: NULL}
alias = nested.list
DIM bounds(3)
bounds(2) = "x"
HEAR go
TALK d
TALK d + dur
TALK big
TALK s
TALK nested
alias[0] = "changed"
TALK nested.list[0]
TALK UBOUND(bounds) & bounds(2)
' input: ok
' expect: 2025-06-02
' expect: 2025-06-04
' expect: 123456789.5
' expect: emoji 😀
' expect: {"list":[1,{"deep":true}],"empty":null}
' expect: changed
' expect: 3x
' section: 5.1
