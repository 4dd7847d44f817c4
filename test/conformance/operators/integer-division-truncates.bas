' 2.1: \ truncates toward zero and does not round its operands
TALK -7 \ 2
TALK 7.9 \ 2
TALK 10 \ 2.5
' expect: -3
' expect: 3
' expect: 4
