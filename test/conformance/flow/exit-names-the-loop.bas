' 3.2: EXIT FOR leaves the FOR, also out of an inner WHILE; CONTINUE FOR goes to its next round
FOR i = 1 TO 3
  j = 0
  WHILE TRUE
    j += 1
    IF i = 2 THEN CONTINUE FOR
    IF j = 2 THEN EXIT WHILE
    IF i = 3 THEN EXIT FOR
  WEND
  TALK i & "." & j
NEXT
TALK "left at " & i
' expect: 1.2
' expect: left at 3
