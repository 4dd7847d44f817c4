SUB s(n)
  TRY
    TALK "try " & n
    IF n = 1 THEN THROW "boom"
    IF n = 2 THEN RETURN
    IF n = 3 THEN EXIT SUB
  CATCH e
    TALK "catch " & e.message
  FINALLY
    TALK "finally " & n
  END TRY
  TALK "end " & n
END SUB
s(0)
s(1)
s(2)
s(3)
' expect: try 0
' expect: finally 0
' expect: end 0
' expect: try 1
' expect: catch boom
' expect: finally 1
' expect: end 1
' expect: try 2
' expect: finally 2
' expect: try 3
' expect: finally 3
' section: 5.6
