' 2.6 H-44: IS NULL and IS NOT NULL stand behind any operand
a = NULL
b = "x"
IF a IS NULL AND b IS NOT NULL THEN TALK "right"
TALK (a IS NULL) & " " & (b & a IS NULL)
TALK NOT b IS NULL
' expect: right
' expect: true false
' expect: true
