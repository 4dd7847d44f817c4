' 7.5.11, ECMA-55 8.2.2: the sign of involution is ^
' expect refused: BAS207 line 3
10 PRINT 2**3
20 END
