' 7.1, extension 5: an array may have any name
' profile: classic
' expect print:  12 
LET TOTAL = 12
PRINT TOTAL
