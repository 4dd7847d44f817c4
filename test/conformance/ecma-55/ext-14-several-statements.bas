' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print:  1  2 
10 LET A=1 : LET B=2
20 PRINT A;B
30 END
