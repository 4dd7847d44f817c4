' 7.5.11, extension 13: letters may be lower case
' profile: ecma
' expect refused: BAS511 line 6
' expect refused: BAS511 line 7
' expect refused: BAS511 line 8
10 let n=5
20 Print "Mixed Case";N
30 end
