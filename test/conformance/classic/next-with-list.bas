' 7.2: NEXT with a list ends several loops
' expect print:  11  12  13  21  22  23 
OPTION CLASSIC
FOR row = 1 TO 2
FOR col = 1 TO 3
PRINT row * 10 + col;
NEXT col, row
PRINT
