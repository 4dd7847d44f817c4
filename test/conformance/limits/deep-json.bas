' 5.4: JSON nested too deeply is error 14
text = REPEAT("[", 500) & REPEAT("]", 500)
TRY
  x = JSON_PARSE(text)
CATCH e
  TALK e.number
END TRY
x = NULL
FOR i = 1 TO 300
  x = [x]
NEXT
TRY
  TALK LEN(JSON(x))
CATCH e
  TALK e.number
END TRY
' expect: 14
' expect: 14
