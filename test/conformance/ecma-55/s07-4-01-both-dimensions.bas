' 7.5.11, ECMA-55 7.4.1: an array of one name has one subscript or two
' expect refused: BAS507 line 4
10 LET A(1)=5
20 LET A(1,2)=6
30 END
