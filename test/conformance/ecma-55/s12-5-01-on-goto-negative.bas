' 7.5.10, ECMA-55 12.5.1: ON with a value that picks no line is fatal
' expect error: 5 line 3
10 ON -1 GOTO 20
20 END
