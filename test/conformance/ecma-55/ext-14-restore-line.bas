' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print:  5 
10 READ A
20 RESTORE 50
30 READ A
35 PRINT A
40 DATA 3,4
50 DATA 5
60 END
