' 3.1: a(i, j) is a[i][j]
DIM grid(2, 3)
grid(1, 2) = "x"
TALK grid[1][2] & " " & UBOUND(grid) & " " & UBOUND(grid[0])
' expect: x 2 3
