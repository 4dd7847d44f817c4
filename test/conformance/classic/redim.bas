' 7.2: bounds may be computed; REDIM makes the array anew, REDIM PRESERVE keeps what fits
' expect print:  5  11  33  0 
' expect print:  2  0 
OPTION CLASSIC
size = 3
DIM stock(size)
stock(1) = 11: stock(3) = 33
REDIM PRESERVE stock(size + 2)
PRINT UBOUND(stock); stock(1); stock(3); stock(5)
REDIM stock(2)
PRINT UBOUND(stock); stock(1)
