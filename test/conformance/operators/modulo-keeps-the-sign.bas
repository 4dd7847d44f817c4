' 2.6: MOD has the sign of the dividend, and works on fractions
TALK -7 MOD 3
TALK 7 MOD -3
TALK 5.5 MOD 2
TALK 10 % 4
' expect: -1
' expect: 1
' expect: 1.5
' expect: 2
