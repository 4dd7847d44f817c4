' 2.1 D-53: texts are counted in code points; large and small numbers have exponents
TALK LEN("👍🏽") & " " & LEN("é") & " " & INSTR("a👍b", "b")
TALK 1e21
TALK 0.0000001
' expect: 2 1 3
' expect: 1E+21
' expect: 1E-7
