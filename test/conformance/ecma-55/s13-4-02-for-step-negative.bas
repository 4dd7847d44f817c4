' 7.5.8, ECMA-55 13.4.2: A negative step counts down
' expect print:  5  3  1 -1 
10 FOR J=5 TO -2 STEP -2
20 PRINT J;
30 NEXT J
40 END
