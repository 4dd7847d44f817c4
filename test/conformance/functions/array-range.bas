' B: ARRAY, RANGE, SIZE, COUNT, UBOUND and LBOUND
TALK ARRAY(1, "x"), " ", JSON(ARRAY()), " ", RANGE(1, 4), " ", RANGE(10, 1, -4), " ", RANGE(3, 1)
TALK SIZE([1, 2]), " ", COUNT({a: 1}), " ", UBOUND([7, 8]), " ", LBOUND([7]), " ", UBOUND(NULL), " ", UBOUND({a: 1, b: 2}), " ", UBOUND("text")
' expect: [1,"x"] [] [1,2,3,4] [10,6,2] [3,2,1]
' expect: 2 1 2 0 0 2 0
