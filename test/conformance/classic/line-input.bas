' 7.2: LINE INPUT takes the whole line, with blanks and commas
' input:   12, High Street 
' expect print: Address: 
' expect print: [  12, High Street ]
OPTION CLASSIC
LINE INPUT "Address: "; where$
PRINT "["; where$; "]"
