' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print:  2  1 
10 LET A=1
20 LET B=2
30 SWAP A,B
40 PRINT A;B
50 END
