' 7.5.5, ECMA-55 14.4.7: A comma goes on to the next zone
' expect print:  1               2               3               4               5 
' expect print:  6 
10 PRINT 1,2,3,4,5,6
20 END
