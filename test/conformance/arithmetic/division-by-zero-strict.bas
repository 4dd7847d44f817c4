TALK "before"
x = 1 / 0
TALK "behind"
' strict
' expect: before
' expect error: 11 line 2
' section: 2.4
