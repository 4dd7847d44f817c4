' 3.1 H-17: SET and LET before a bare or dotted name assign
SET city = "Braga"
LET o.zip = "4700"
SET o.city = city
TALK o.city & " " & o.zip
' expect: Braga 4700
