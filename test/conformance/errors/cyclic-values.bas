' 2.1, 5.4: a list that holds itself is error 14 in its text form, JSON and comparison, and harms nothing else
list = [1]
PUSH list, list
ON ERROR RESUME NEXT
t = "" & list
TALK ERR
CLEAR ERROR
j = JSON(list)
TALK ERR
CLEAR ERROR
other = [1]
PUSH other, other
same = (list = other)
TALK ERR
CLEAR ERROR
f = FLATTEN(list)
TALK ERR
CLEAR ERROR
y = TOYAML(list)
TALK ERR
CLEAR ERROR
h = XML(list)
TALK ERR, " ", COUNT(list), " ", list[1][1][1][0]
' expect: 14
' expect: 14
' expect: 14
' expect: 14
' expect: 14
' expect: 14 2 1
