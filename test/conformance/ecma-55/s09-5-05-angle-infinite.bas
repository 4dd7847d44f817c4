' 7.5.10, ECMA-55 9.5.5: the sine, cosine and tangent of infinity are reported and give 0
' expect warning: 11 line 7
' expect warning: 6 line 8
' expect warning: 6 line 9
' expect warning: 6 line 10
' expect print:  0  0  0 
10 LET I=1/0
20 PRINT SIN(I);
30 PRINT COS(I);
40 PRINT TAN(-I)
50 END
