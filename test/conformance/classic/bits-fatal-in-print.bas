' 7.5.5, 7.1: what stood before a number of more than 32 bits in the same PRINT is shown
' expect error: 6 line 5
' expect print: flags 12 
OPTION CLASSIC
flags = 12: PRINT "flags"; flags; 1E10 OR flags
