' 7.5.1: number and text are not mixed
' expect refused: BAS505 line 4
OPTION CLASSIC
total = "12"
