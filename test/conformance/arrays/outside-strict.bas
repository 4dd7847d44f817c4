a = [1]
TALK a[0]
TALK a[5]
' strict
' expect: 1
' expect error: 9 line 3
' section: 2.9
