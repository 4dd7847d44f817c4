TALK NOT 1 = 2
TALK NOT "" 
TALK TRUE XOR TRUE
TALK TRUE XOR FALSE
TALK FALSE EQV FALSE
TALK TRUE IMP FALSE
TALK NOT INSTR("abc", "z")
' expect: true
' expect: true
' expect: false
' expect: true
' expect: true
' expect: false
' expect: true
' section: 2.6
