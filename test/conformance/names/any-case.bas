Total = 5
TALK TOTAL + total
SUB Show(Value)
  TALK VALUE
END SUB
SHOW(1)
For I = 1 To 2
  talk i
Next
Let y = 3
Set z = y
TALK z
CONST K = 9
TALK k
' expect: 10
' expect: 1
' expect: 1
' expect: 2
' expect: 3
' expect: 9
' section: 1.1
