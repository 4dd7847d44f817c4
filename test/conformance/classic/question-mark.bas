' 7.2: ? stands for PRINT at the start of a statement
' expect print: three 3 
' expect print: 
' expect print: end
OPTION CLASSIC
? "three"; 1 + 2: ?
? "end"
