' B: SLICE with places from the end, TAKE, DROP, HEAD, TAIL
n = [1, 2, 3, 4, 5]
TALK SLICE(n, 1, 3), SLICE(n, -2), SLICE(n, 0, -3), JSON(SLICE(n, 9))
TALK TAKE(n, 2), DROP(n, 3), HEAD(n), TAIL(n), HEAD(n, 2), TAIL(n, 2)
' expect: [2,3][4,5][1,2][]
' expect: [1,2][4,5]1[2,3,4,5][1,2][4,5]
