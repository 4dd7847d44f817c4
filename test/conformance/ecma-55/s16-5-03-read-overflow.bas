' 7.5.7, ECMA-55 16.5.3: A numeric datum too large is reported and is infinity
' expect warning: 6 line 5
' expect warning: 6 line 6
' expect print:  INF -INF 
10 READ A
15 READ C
20 PRINT A;C
30 DATA 1E400,-1E400
40 END
