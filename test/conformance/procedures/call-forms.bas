SUB show(a, b)
  TALK a & ":" & b
END SUB
show(1, 2)
CALL show(3, 4)
CALL show, 5, 6
show 7, 8
show(9)
FUNCTION add(a, b)
  RETURN a + b
END FUNCTION
x = add(1, add(2, 3))
TALK x
add(1, 2)
TALK add("a", "b")
' expect: 1:2
' expect: 3:4
' expect: 5:6
' expect: 7:8
' expect: 9:
' expect: 6
' expect: ab
' section: 3.3
