' 7.1: names with different type marks are different variables
' expect print:  1.5 one 7 
OPTION CLASSIC
total = 1.5
total$ = "one"
total% = 7
PRINT total; total$; total%
