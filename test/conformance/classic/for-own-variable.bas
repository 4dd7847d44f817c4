' 7.5.8: the bounds and the step are evaluated before the variable is set
' expect print:  2  4  6 then 8 
OPTION CLASSIC
i = 2
FOR i = i TO i + 4 STEP i
  PRINT i;
NEXT i
PRINT "then"; i
