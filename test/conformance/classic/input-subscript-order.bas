' 7.5.6: each subscript is evaluated when its variable is due
' input: 3, 77
' expect print: ? 
' expect print:  3  9  77 
DIM seat(5)
seat(0) = 9
INPUT row, seat(row)
PRINT row; seat(0); seat(3)
