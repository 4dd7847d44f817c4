a = [10, 20, 30,]
TALK a[0] + a[2]
TALK UBOUND(a)
TALK LEN(a)
a[3] = 40
TALK COUNT(a)
a[6] = 70
TALK a
TALK a[99] IS NULL
TALK [[1, 2], [3]][0][1]
' expect: 40
' expect: 3
' expect: 3
' expect: 4
' expect: [10,20,30,40,null,null,70]
' expect: true
' expect: 2
' section: 2.9
