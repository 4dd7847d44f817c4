' 7.2: a procedure may make a common array anew; DIM SHARED list() says that a REDIM follows
' expect print:  12  24  12  0 
OPTION CLASSIC
DIM SHARED list(), fixed(3)
fixed(3) = 7
Enlarge 12
PRINT UBOUND(list); list(12); UBOUND(fixed); fixed(3)
SUB Enlarge (size)
  REDIM list(size)
  list(size) = size * 2
  REDIM fixed(size)
END SUB
