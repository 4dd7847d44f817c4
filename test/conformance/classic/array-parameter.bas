' 7.2: a() passes the whole array, with its bounds
' expect print:  12 
' expect print:  0 wet
OPTION CLASSIC
DIM rain(1 TO 3)
rain(1) = 4: rain(2) = 6: rain(3) = 2
PRINT Total(rain())
rain$(1) = "wet"
SUB Clear1 (list())
  FOR i = LBOUND(list) TO UBOUND(list): list(i) = 0: NEXT
END SUB
FUNCTION Total (list())
  FOR i = LBOUND(list) TO UBOUND(list)
    sum = sum + list(i)
  NEXT i
  Total = sum
END FUNCTION
Clear1 rain()
PRINT Total(rain()); rain$(1)
