' 7.5.10, ECMA-55 16.5.1: READ behind the last datum is fatal
' expect error: 4 line 6
' expect print:  1 
' expect print:  2 
10 FOR I=1 TO 3
20 READ X
30 PRINT X
40 NEXT I
50 DATA 1,2
60 END
