' 7.5.8, ECMA-55 13.4.7: fractional steps are added as they are
' expect print:  0  .25  .5  .75  1 
10 FOR X=0 TO 1 STEP .25
20 PRINT X;
30 NEXT X
40 END
