' 7.5.3, ECMA-55 8.4.6: A negative number may be raised to an integer
' expect print: -1  1 
10 LET M=-1
20 PRINT M^100001;M^100000
30 END
