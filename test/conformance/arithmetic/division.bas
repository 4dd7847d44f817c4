TALK 7 / 2
TALK 7 \ 2
TALK -7 \ 2
TALK -7 MOD 3
TALK 7.5 MOD 2
TALK 7.9 \ 2
' expect: 3.5
' expect: 3
' expect: -3
' expect: -1
' expect: 1.5
' expect: 3
' section: 2.6
