' 7.3: MID$ on the left replaces characters one by one
' expect print: confirt
' expect print: confirm
OPTION CLASSIC
word$ = "concert"
MID$(word$, 4, 2) = "fineries"
PRINT word$
MID$(word$, 6) = "rm and more"
PRINT word$
