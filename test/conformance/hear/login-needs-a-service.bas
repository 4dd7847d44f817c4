' 5.2: LOGIN needs the sign-in service; the error can be trapped
TRY
  HEAR person AS LOGIN
  TALK "signed in"
CATCH e
  TALK e.number, " ", e.message
END TRY
' expect: 404 HEAR AS LOGIN needs the sign-in service, which this version does not have.
