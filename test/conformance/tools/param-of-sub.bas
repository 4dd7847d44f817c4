' H-39: PARAM inside a SUB is a parameter of the SUB
greet "Ana", 3
SUB greet
  PARAM who AS STRING
  PARAM times AS INTEGER
  TALK who & " " & times
END SUB
TALK who = NULL
' expect: Ana 3
' expect: true
' section: 4.3
