n = 0
TRY
  WHILE TRUE
    n = n + 1
  WEND
CATCH e
  TALK e.number & " " & n
END TRY
TRY
  FOR i = 1 TO 1000
    k = i
  NEXT
CATCH e
  TALK e.number & " " & k
END TRY
FOR j = 1 TO 3
  FOR i = 1 TO 100
    c = c + 1
  NEXT
NEXT
TALK c
TRY
  FOR EACH x IN RANGE(1, 101)
    y = x
  NEXT
CATCH e
  TALK e.number & " " & y
END TRY
' limits: {"maxLoopIterations": 100}
' expect: 6 100
' expect: 6 100
' expect: 300
' expect: 6 100
' section: 5.4
' covers: L-rounds D-35
