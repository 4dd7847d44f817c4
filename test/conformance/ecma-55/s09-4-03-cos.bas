' 7.5.3, ECMA-55 9.4.3: COS is the cosine of an angle in radians
' expect print:  1  .54030231 
' expect print: HALF
10 PRINT COS(0);COS(1)
20 IF ABS(COS(3.14159265358979/3)-.5)<1E-6 THEN 40
30 STOP
40 PRINT "HALF"
50 END
