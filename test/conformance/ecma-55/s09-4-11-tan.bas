' 7.5.3, ECMA-55 9.4.11: TAN is the tangent of an angle in radians
' expect print:  0  1.5574077 
10 PRINT TAN(0);TAN(1)
20 END
