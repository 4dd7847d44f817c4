TALK "start"
b(3) = 5
' expect: start
' expect error: 424 line 2
' section: 2.9
