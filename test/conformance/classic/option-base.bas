' 7.5.9, 2.9: OPTION BASE 1 sets the lowest subscript; LBOUND and UBOUND tell the bounds
' expect error: 9 line 9
' expect print:  1  7  1  3  10 
OPTION CLASSIC
OPTION BASE 1
DIM week(7), grid(2, 3)
PRINT LBOUND(week); UBOUND(week); LBOUND(grid, 2); UBOUND(grid, 2); UBOUND(spare)
spare(1) = 1
week(0) = 5
