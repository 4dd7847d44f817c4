' 7.5.3, ECMA-55 9.4.2: ATN is the angle in radians, between -pi/2 and pi/2
' expect print:  .78539816 -.78539816  1.5707963 
10 PRINT ATN(1);ATN(-1);ATN(1E30)
20 END
