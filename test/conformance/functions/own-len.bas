' 3.3: a procedure or array of the script comes before the function of its name
DIM asc(3)
FUNCTION len(word)
  RETURN "long: " & word
END FUNCTION
asc(2) = "second"
index = 2
TALK len("rope")
TALK asc(index)
found = asc(index)
TALK found & len(found)
' expect: long: rope
' expect: second
' expect: secondlong: second
