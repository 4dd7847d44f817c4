TALK &H1F
TALK &O17
TALK &B101
TALK 0x1F
TALK .5
TALK 1.5E-2
TALK 5%
' expect: 31
' expect: 15
' expect: 5
' expect: 31
' expect: 0.5
' expect: 0.015
' expect: 5
' section: 1.6
