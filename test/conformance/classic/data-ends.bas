' 7.5.7: reading past the last item is fatal and can be trapped
' expect print: sum 6  4 
OPTION CLASSIC
ON ERROR GOTO finished
DO
  READ n
  sum = sum + n
LOOP
finished:
PRINT "sum"; sum; ERR
DATA 1, 2, 3
