' 7.2: SHARED in a procedure, DIM SHARED and CONST in the program make names common
' expect print:  30  1  101 
OPTION CLASSIC
CONST limit = 3
DIM SHARED board(limit), level
prize = 100
Play
PRINT board(2); level; prize
SUB Play
  SHARED prize
  board(2) = limit * 10
  level = 1
  prize = prize + 1
END SUB
