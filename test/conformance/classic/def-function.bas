' 7.5.9: DEF FN: its parameter hides a variable; other names are the program's
' expect print:  12  100 
' expect print:  16 
OPTION CLASSIC
DEF FNarea (r) = pi * r * r
pi = 3: r = 100
PRINT FNarea(2); r
pi = 4
PRINT FNarea(2)
