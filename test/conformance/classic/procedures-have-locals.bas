' 7.2: a SUB has variables of its own; without SHARED it does not see the program's
' expect print:  1 
' expect print:  5 
OPTION CLASSIC
count = 5
Tally
PRINT count
SUB Tally
  count = count + 1
  PRINT count
END SUB
