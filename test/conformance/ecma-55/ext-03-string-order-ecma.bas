' 7.5.11, extension 3: strings compare by order
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 7
10 IF "APPLE"<"PEAR" THEN 20
20 PRINT "APPLE COMES FIRST"
30 IF "PEARS">="PEAR" THEN 50
40 STOP
50 PRINT "LONGER COMES LAST"
60 END
