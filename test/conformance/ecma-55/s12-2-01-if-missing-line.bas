' 7.5.11, ECMA-55 12.2.1: A line that is named exists
' expect refused: BAS307 line 3
10 IF 1=1 THEN 99
20 END
