' 7.5.2, 7.5.8: jumps to lines that are not there, or into a loop, are refused
' expect refused: BAS307 line 7
' expect refused: BAS307 line 8
' expect refused: BAS307 line 9
' expect refused: BAS307 line 9
' expect refused: BAS307 line 10
10 GOTO 200
20 IF 1 = 2 THEN 300
30 ON 1 GOSUB 60, 400
40 GOSUB 60
50 FOR I = 1 TO 2
60 PRINT I
70 NEXT I
80 END
