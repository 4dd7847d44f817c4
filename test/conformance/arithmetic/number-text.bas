TALK 1.0
TALK 0.1 + 0.2
TALK 1e21
TALK 0.0000001
TALK 1000000
TALK 1e14
TALK -0.5
TALK 1 / 3
' expect: 1
' expect: 0.30000000000000004
' expect: 1E+21
' expect: 1E-7
' expect: 1000000
' expect: 100000000000000
' expect: -0.5
' expect: 0.3333333333333333
' section: 2.1
