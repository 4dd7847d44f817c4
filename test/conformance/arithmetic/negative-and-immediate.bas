x = 5
TALK x - -3
TALK x + -3
TALK x * -2
TALK -x
TALK +x
TALK 3 - x
TALK 3 * x
TALK 100 / x
TALK x / -2
TALK x MOD -3
' expect: 8
' expect: 2
' expect: -10
' expect: -5
' expect: 5
' expect: -2
' expect: 15
' expect: 20
' expect: -2.5
' expect: 2
' section: 2.6
