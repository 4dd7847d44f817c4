' 7.1, 5.1: INPUT parks inside of a procedure and a loop
' input: 10
' input: 20
' expect print: turn 1 ? 
' expect print: turn 2 ? 
' expect print: sum 30 
OPTION CLASSIC
FOR turn = 1 TO 2
  Ask turn, points
  sum = sum + points
NEXT turn
PRINT "sum"; sum
SUB Ask (number, reply)
  PRINT "turn"; number;
  INPUT reply
END SUB
