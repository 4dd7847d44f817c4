' 7.5.11, extension 9: lines may be longer than 72 characters
' profile: ecma
' expect refused: BAS511 line 4
10 PRINT "A LINE OF MORE THAN SEVENTY-TWO CHARACTERS IS READ TO ITS END"        
20 END
