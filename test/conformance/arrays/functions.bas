a = [3, 1, 2]
TALK SORT(a)
TALK a
TALK REVERSE(a)
TALK SUM(a) & " " & MAX(a) & " " & MIN(a)
TALK SLICE(a, 1)
TALK UNIQUE([1, 1, 2])
TALK FIRST(a) & LAST(a)
TALK MID(a, 1, 2)
TALK RANGE(1, 4)
' expect: [1,2,3]
' expect: [3,1,2]
' expect: [2,1,3]
' expect: 6 3 1
' expect: [1,2]
' expect: [1,2]
' expect: 32
' expect: [1,2]
' expect: [1,2,3,4]
' section: 2.9
