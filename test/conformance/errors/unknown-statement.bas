TALK "runs"
FROBNICATE "x", 5
TALK "never"
' expect: runs
' expect error: 73 line 2
' section: 5.6
