' 5.6: RETURN of a GOSUB is no error in a script; CALL of a missing script is error 53
TRY
  CALL "no-such-script.bas"
CATCH e
  TALK e.number
END TRY
' expect: 53
