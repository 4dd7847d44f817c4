a = 3 > 2 AND 2 > 1
TALK a
b = a = TRUE
TALK b
c = NOT (1 < 2 OR 1 / 0)
TALK c
TALK (1 < 2) + 1
' expect: true
' expect: true
' expect: false
' expect: 2
' section: 2.6
