' 7.5.7, ECMA-55 16.4.1: READ takes the datums of the program one after another
' expect print:  1  2  3  4 
10 READ A,B
20 READ C
30 PRINT A;B;C;
40 READ D
50 PRINT D
60 DATA 1,2,3
70 DATA 4
80 END
