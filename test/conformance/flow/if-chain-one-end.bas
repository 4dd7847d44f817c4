' 3.2 H-13 D-14: ELSE IF with THEN at the end of its line continues the chain, so one END IF closes it
FOR score = 1 TO 4
  IF score = 1 THEN
    TALK "low"
  ELSE IF score = 2 THEN
    TALK "middle"
  ELSEIF score = 3 THEN
    TALK "high"
  ELSE
    TALK "top"
  END IF
NEXT
' expect: low
' expect: middle
' expect: high
' expect: top
