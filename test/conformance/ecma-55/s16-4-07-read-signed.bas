' 7.5.7, ECMA-55 16.4.7: signed numbers are read
' expect print: -1  2 -.003 
10 READ A,B,C
20 PRINT A;B;C
30 DATA -1,+2,-3E-3
40 END
