' 1.7 H-52: what follows decides whether a mark belongs to the name
a = 5
n = 2
x = 17
TALK a!="5"
TALK n&" items"
TALK x%5
c% = 3
TALK c% + 1
' expect: false
' expect: 2 items
' expect: 2
' expect: 4
