' 5.1: on time-out error 68, which can be trapped, or the DEFAULT
TRY
  HEAR code TIMEOUT 30
  TALK "came"
CATCH e
  TALK e.number
END TRY
HEAR colour AS "red", "blue" DEFAULT "red" TIMEOUT 10
TALK colour
HEAR last TIMEOUT 5
' input timeout
' input timeout
' input timeout
' expect: 68
' expect: red
' expect error: 68 line 10
