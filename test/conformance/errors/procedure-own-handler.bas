' 5.6: a procedure's handler ends with it; an error in it that it does not handle goes to its caller
SUB careful
  ON ERROR RESUME NEXT
  x = CHR(-1)
  TALK "inside ", ERR
END SUB
SUB careless
  x = CHR(-2)
  TALK "never"
END SUB
careful
ON ERROR GOTO trap
careless
TALK "not reached"
trap:
TALK "outside ", ERR, " ", ERL
' expect: inside 5
' expect: outside 5 8
