' 7.3: INT goes down, FIX cuts, CINT rounds half to even
' expect print: -3 -2  2  4 -2 -1  4 
OPTION CLASSIC
PRINT INT(-2.5); FIX(-2.5); CINT(2.5); CINT(3.5); CLNG(-1.5); SGN(-9); ABS(-4)
