' 7.5.11, ECMA-55 8.2.1: every parenthesis has its partner
' expect refused: BAS104 line 3
10 LET X=(1+2*(3-1)
20 END
