' 7.1: AND and OR of numbers evaluate both sides
' expect print: < 1 > 0 
' expect print: < 2 >-1 
OPTION CLASSIC
PRINT (2 > 3) AND Noted(1)
PRINT (3 > 2) OR Noted(2)
FUNCTION Noted (n)
  PRINT "<"; n; ">";
  Noted = -1
END FUNCTION
