' 3.3 H-39: PARAM inside a SUB declares one of its parameters
SUB greet
  PARAM name AS STRING
  PARAM times AS INTEGER
  FOR i = 1 TO times
    TALK "hi " & name
  NEXT
END SUB
greet "Bo", 2
' expect: hi Bo
' expect: hi Bo
