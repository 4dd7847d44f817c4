TALK "start"
x = nowhere(5)
' expect: start
' expect error: 424 line 2
' section: 3.3
