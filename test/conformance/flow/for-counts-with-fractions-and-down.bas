' 3.2: STEP may be a fraction or negative; afterwards the variable holds the first value not used
FOR x = 1 TO 2 STEP 0.5
  TALK x
NEXT x
TALK "x=" & x
FOR y = 3 TO 1 STEP -1
  TALK y
NEXT
TALK "y=" & y
FOR z = 5 TO 1
  TALK "never"
NEXT
TALK "z=" & z
' expect: 1
' expect: 1.5
' expect: 2
' expect: x=2.5
' expect: 3
' expect: 2
' expect: 1
' expect: y=0
' expect: z=5
