' 2.1: a number's text has no trailing zeros; an exponent from 1e15 on and below 1e-6
TALK 1.50
TALK 1e15
TALK 123456789012345
TALK 0.000001
TALK 0.0000001
TALK 1.5e21
TALK -0.25
' expect: 1.5
' expect: 1E+15
' expect: 123456789012345
' expect: 0.000001
' expect: 1E-7
' expect: 1.5E+21
' expect: -0.25
