' 7.5.7, ECMA-55 16.4.4: RESTORE goes back to the first datum
' expect print:  5  6  5 
10 READ A,B
20 RESTORE
30 READ C
40 PRINT A;B;C
50 DATA 5,6
60 END
