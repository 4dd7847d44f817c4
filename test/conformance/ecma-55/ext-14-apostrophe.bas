' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print:  3 
10 ' THREE
20 PRINT 3 ' SHOWN
30 END
