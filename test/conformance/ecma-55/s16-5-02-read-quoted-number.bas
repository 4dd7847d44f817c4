' 7.5.7, ECMA-55 16.5.2: A string datum for a numeric variable is fatal
' expect error: 13 line 6
' expect print:  1 
10 READ A
15 PRINT A
20 READ B
30 DATA 1,"7"
40 END
