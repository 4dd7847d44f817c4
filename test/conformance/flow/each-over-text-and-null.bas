' 3.2: FOR EACH goes over the characters of a text; over NULL there are no rounds
FOR EACH c IN "ab😀"
  TALK c
NEXT
FOR EACH n IN NULL
  TALK "never"
END FOR
TALK "end"
' expect: a
' expect: b
' expect: 😀
' expect: end
