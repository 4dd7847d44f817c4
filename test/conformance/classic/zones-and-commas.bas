' 7.5.5: a comma goes to the next zone of 16 columns
' expect print: item            price            3 
' expect print:                 second zone
OPTION CLASSIC
PRINT "item", "price", 3
PRINT , "second zone"
