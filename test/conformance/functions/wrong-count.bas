' 5.6: a function called with too few operands does not compile
TALK LEFT("a")
' expect refused: BAS303 line 2
