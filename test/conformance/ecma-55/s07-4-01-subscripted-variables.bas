' 7.5.3, ECMA-55 7.4.1: an array of one name has one subscript or two
' expect print:  30  42 
10 LET P(3)=30
20 LET Q(4,2)=42
30 PRINT P(3);Q(4,2)
40 END
