' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print:  1  2  4  8 
10 LET P=1
20 WHILE P<10
30 PRINT P;
40 LET P=P*2
50 WEND
60 END
