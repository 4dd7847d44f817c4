TALK ERR
TALK ERROR
TRY
  THROW {message: "m", number: 77}
CATCH e
END TRY
TALK ERR
TALK ERROR
CLEAR ERROR
TALK ERR
' expect: 0
' expect: false
' expect: 77
' expect: true
' expect: 0
' section: 5.6
