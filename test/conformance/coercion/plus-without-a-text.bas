' 2.4: NULL counts as 0, a boolean as 1
TALK NULL + 5
TALK TRUE + TRUE
TALK FALSE + 0.5
' expect: 5
' expect: 2
' expect: 0.5
