' 7.5.5, ECMA-55 14.4.15: A line is not ended because it is just full
' expect print:                                                                               DE
' expect print: F
10 PRINT TAB(79);"D";"E"
20 PRINT "F"
30 END
