' 7.5.10, ECMA-55 12.5.1: ON with a value that picks no line is fatal
' expect error: 5 line 4
10 LET X=.49
20 ON X GOTO 30,30
30 END
