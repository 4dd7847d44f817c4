' 7.1: OPTION BASE and DECLARE beside READ make a classic program, whose FUNCTION keeps its own variables
' expect print:  4 
' expect print:  1  3 
DECLARE FUNCTION Mean (n)
OPTION BASE 1
DIM SHARED marks(3)
FOR i = 1 TO 3
  READ marks(i)
NEXT i
PRINT Mean(3)
PRINT LBOUND(marks); UBOUND(marks)
DATA 2, 4, 6
FUNCTION Mean (n)
  FOR i = 1 TO n
    sum = sum + marks(i)
  NEXT i
  Mean = sum / n
END FUNCTION
