list = ["a", "b"]
TALK list(1)
n = 5
TALK n(1)
' expect: b
' expect error: 424 line 4
' section: 2.9
