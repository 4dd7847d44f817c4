' 7.5.5, ECMA-55 14.4.6: A semicolon adds nothing between two items
' expect print: ABC
' expect print: N= 5 TIMES
10 PRINT "A";"B";"C"
20 PRINT "N=";5;"TIMES"
30 END
