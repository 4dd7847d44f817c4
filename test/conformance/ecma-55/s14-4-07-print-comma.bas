' 7.5.5, ECMA-55 14.4.7: A comma goes on to the next zone
' expect print: A               B               C
' expect print:  1               2              -3 
10 PRINT "A","B","C"
20 PRINT 1,2,-3
30 END
