' 7.5.11, extension 2: two quotes inside a literal are one quote
' profile: ecma
' expect refused: BAS511 line 4
10 PRINT "A 5"" DISK"
20 END
