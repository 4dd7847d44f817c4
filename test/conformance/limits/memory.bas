TRY
  s = "0123456789"
  list = []
  WHILE TRUE
    s = s + "0123456789"
    PUSH(list, REPEAT("x", 1000))
  WEND
CATCH e
  TALK e.number
END TRY
list = NULL
s = ""
TALK "goes on"
t = ""
FOR i = 1 TO 300
  t = REPEAT("y", 900)
NEXT
TALK LEN(t)
' limits: {"maxMemory": 200000}
' expect: 14
' expect: goes on
' expect: 900
' section: 5.4
' covers: L-memory
