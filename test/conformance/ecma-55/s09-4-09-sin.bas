' 7.5.3, ECMA-55 9.4.9: SIN is the sine of an angle in radians
' expect print:  0  .84147098 -.84147098 
10 PRINT SIN(0);SIN(1);SIN(-1)
20 END
