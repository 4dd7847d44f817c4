' 7.5.10, ECMA-55 7.5.1: A subscript outside the bounds is fatal
' expect error: 9 line 6
' expect print:  10 
10 LET I=10
20 PRINT I
30 LET A(I+1)=1
40 PRINT "NOT REACHED"
50 END
