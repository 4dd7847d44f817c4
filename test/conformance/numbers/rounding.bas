TALK ROUND(2.5)
TALK ROUND(-2.5)
TALK ROUND(1.005, 2)
TALK INT(-1.5)
TALK FIX(-1.5)
TALK CINT(2.5)
TALK CEIL(1.1) & FLOOR(1.9)
TALK ABS(-3) & SGN(-3)
TALK SQR(16)
TALK SQR(-1) IS NULL
TALK VAL("12abc") + VAL("x")
' expect: 3
' expect: -3
' expect: 1.01
' expect: -2
' expect: -1
' expect: 2
' expect: 21
' expect: 3-1
' expect: 4
' expect: true
' expect: 12
' section: 2.1
