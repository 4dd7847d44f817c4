TALK -2 ^ 2
TALK 2 ^ 3 ^ 2
TALK 7 \ 2 MOD 2
TALK 2 * 5 MOD 3
TALK 2 + 3 * 4
TALK (2 + 3) * 4
TALK 10 - 4 - 3
TALK 2 ^ -1
' expect: -4
' expect: 512
' expect: 1
' expect: 1
' expect: 14
' expect: 20
' expect: 3
' expect: 0.5
' section: 2.6
