' 7.5.11, ECMA-55 11.2.1: A number does not go into a string variable, nor a string into a numeric one
' expect refused: BAS505 line 3
10 LET A(2)="TWO"
20 END
