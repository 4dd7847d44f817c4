' 7.5.4, ECMA-55 14.4.1: an integer is printed without a point, with a place for the sign in front and a blank behind
' expect print: * 1 *
' expect print: -1  2 
' expect print:  76767 -998765  12345678 
10 PRINT "*";1;"*"
20 PRINT -1;2
30 PRINT 76767;-998765;12345678
40 END
