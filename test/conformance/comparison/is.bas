TALK "" IS EMPTY
TALK [] IS EMPTY
TALK {} IS EMPTY
TALK "x" IS NOT EMPTY
TALK (1 = 1) IS TRUE
TALK 0 IS FALSE
TALK NULL IS NULL
' expect: true
' expect: true
' expect: true
' expect: true
' expect: true
' expect: false
' expect: true
' section: 2.5
