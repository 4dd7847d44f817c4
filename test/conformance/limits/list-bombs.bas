' 5.4: a list of more than a million elements is error 14
ON ERROR RESUME NEXT
x = RANGE(1, 2000000)
TALK ERR
CLEAR ERROR
y = []
y[5000000] = 1
TALK ERR, " ", COUNT(y)
CLEAR ERROR
DIM z(2000000)
TALK ERR
' expect: 14
' expect: 14 0
' expect: 14
