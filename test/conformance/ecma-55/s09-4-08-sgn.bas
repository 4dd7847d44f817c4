' 7.5.3, ECMA-55 9.4.8: SGN is -1, 0 or 1
' expect print: -1  0  1  1 
10 PRINT SGN(-.001);SGN(0);SGN(1E30);SGN(1)
20 END
