' 5.4: GOSUB without end is error 6
TRY
  GOSUB again
CATCH e
  TALK e.number, " ", n > 100
END TRY
END
again:
n = n + 1
GOSUB again
RETURN
' expect: 6 true
