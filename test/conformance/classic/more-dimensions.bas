' 7.2: arrays of two and three dimensions
' expect print:  121  11  100 
' expect print: rook 0 
OPTION CLASSIC
DIM cube(1, 2, 1)
FOR i = 0 TO 1: FOR j = 0 TO 2: FOR k = 0 TO 1
  cube(i, j, k) = i * 100 + j * 10 + k
NEXT k, j, i
PRINT cube(1, 2, 1); cube(0, 1, 1); cube(1, 0, 0)
chess$(8, 1) = "rook"
PRINT chess$(8, 1); LEN(chess$(1, 8))
