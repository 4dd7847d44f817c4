' 7.5.6, ECMA-55 16.4.5: A subscript is evaluated when its turn comes
' expect print:  9  3  8 
10 LET I=1
20 READ A(I),I,A(I)
30 PRINT A(1);I;A(3)
40 DATA 9,3,8
50 END
