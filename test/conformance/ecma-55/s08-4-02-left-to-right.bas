' 7.5.3, ECMA-55 8.4.2: operations of one priority go from left to right
' expect print:  64  5  2  12 
10 PRINT 2^3^2;10-3-2;16/4/2;24/4*2
20 END
