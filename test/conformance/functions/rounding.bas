' B, 2.1: ROUND goes half away from zero on the decimal text, INT down, FIX toward zero
TALK ROUND(2.5), " ", ROUND(-2.5), " ", ROUND(1.005, 2), " ", ROUND(1234, -2), " ", ROUND("3.14159", 3)
TALK INT(-1.5), " ", FIX(-1.5), " ", CEIL(1.2), " ", CEILING(-1.2), " ", FLOOR(-1.2), " ", ABS(-3), " ", SGN(-9), " ", SGN(0)
' expect: 3 -3 1.01 1200 3.142
' expect: -2 -1 2 -1 -2 3 -1 0
' section: Annex B
