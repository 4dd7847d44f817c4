' 2.5: a boolean is compared with the words of yes and no, and with 1 and 0
has = TRUE
TALK has = "yes"
TALK has = "no"
TALK has = 1
TALK FALSE = "0"
TALK FALSE = "false"
' expect: true
' expect: false
' expect: true
' expect: true
' expect: true
