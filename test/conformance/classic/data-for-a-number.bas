' 7.5.7: a text item for a numeric variable is fatal
' expect error: 13 line 7
' expect print:  4 
OPTION CLASSIC
READ first
PRINT first
READ second
DATA 4, "5"
