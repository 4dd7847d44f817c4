TALK "main"
x = 1
CALL "child.bas", "Ann", 30
TALK x
y = CALL "child", "Bob", 5
TALK y
' expect: main
' expect: child Ann 30
' expect: x there: 
' expect: 1
' expect: child Bob 5
' expect: x there: 
' expect: child result Bob
' section: 3.3
