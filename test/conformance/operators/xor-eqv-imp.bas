' 2.6: levels of the five logical operators
TALK TRUE XOR TRUE
TALK TRUE EQV FALSE
TALK TRUE IMP FALSE
TALK FALSE IMP FALSE
TALK TRUE OR FALSE XOR TRUE
' expect: false
' expect: false
' expect: false
' expect: true
' expect: true
