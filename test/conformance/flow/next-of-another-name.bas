' 6 H-15: the name behind NEXT is not looked at in the dialect
FOR EACH a IN ["x"]
  TALK a
NEXT b
' expect: x
