' 7.5.3, ECMA-55 8.4.6: A negative number may be raised to an integer
' expect print: -8  16 -.125 
10 LET B=-2
20 PRINT B^3;B^4;(-2)^(-3)
30 END
