TALK 1 == 1
TALK 1 != 2
TALK 2 >= 2
TALK 2 =< 1
TALK 2 => 1
TALK "a" = "a"
a = b = 3
TALK a
' expect: true
' expect: true
' expect: true
' expect: false
' expect: true
' expect: true
' expect: false
' section: 2.5
