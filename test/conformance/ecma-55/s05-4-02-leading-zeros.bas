' 7.5.2, ECMA-55 5.4.2: leading zeros of a line number have no effect, also where it is named
' expect print: ARRIVED
0010 GO TO 0480
0020 PRINT "MISSED"
480 PRINT "ARRIVED"
0490 END
