i = 100
SUB count()
  FOR i = 1 TO 2
    show()
  NEXT
END SUB
SUB show()
  TALK "i = " + i
END SUB
count()
TALK i
' expect: i = 1
' expect: i = 2
' expect: 3
' section: 3.2
