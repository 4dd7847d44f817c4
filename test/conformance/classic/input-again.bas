' 7.5.6: a reply that does not fit is asked for again as a whole
' input: 3
' input: 3, four
' input: 3, 4
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print:  12 
OPTION CLASSIC
INPUT first, second
PRINT first * second
