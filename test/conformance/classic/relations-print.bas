' 7.1: comparisons yield -1 and 0
' expect print: -1  0 -1 
' expect print:  0 
OPTION CLASSIC
PRINT 3 > 2; 3 < 2; "abc" = "abc"
older = (41 >= 18)
PRINT older + 1
