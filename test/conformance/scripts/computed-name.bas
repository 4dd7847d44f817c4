which = "child"
CALL which, "Zed", 1
' expect: child Zed 1
' expect: x there: 
' section: 3.3
