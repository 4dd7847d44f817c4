' 7.5.11, extension 12: statements may do without line numbers
' profile: classic
' expect print: COUNT 3 
DIM A(5)
LET A(2) = 3
PRINT "COUNT"; A(2)
