a = ["x", "y", "z"]
i = 1
TALK a[i]
TALK a[i + 1]
TALK a["1"]
TALK a[UBOUND(a) - 1]
TALK a?.[0]
n = NULL
TALK n?.[0] IS NULL
TALK n[0] IS NULL
' expect: y
' expect: z
' expect: y
' expect: z
' expect: x
' expect: true
' expect: true
' section: 2.9
