' 5.4: the limit of rounds is for each entry of a loop
FOR a = 1 TO 8
  FOR b = 1 TO 9
    c = c + 1
  NEXT
NEXT
DO
  d = d + 1
LOOP UNTIL d = 10
TALK c, " ", d
' limits: {"maxLoopIterations": 10}
' expect: 72 10
