' 7.5.3, ECMA-55 8.4.3: A sign in front belongs to the first term
' expect print: -4 -6  4  9 
10 LET A=2
20 LET B=3
30 PRINT -2^2;-A*B;+2*2;(-3)^2
40 END
