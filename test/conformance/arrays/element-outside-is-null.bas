' 2.9: reading outside gives NULL; writing at the end appends, further on fills with NULL
a = [1]
TALK a[5] IS NULL
TALK a[-1] IS NULL
a[UBOUND(a)] = 2
a[4] = 5
TALK JSON(a)
' expect: true
' expect: true
' expect: [1,2,null,null,5]
