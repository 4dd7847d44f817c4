' 7.5.6, ECMA-55 15.4.1: INPUT puts the values of the reply into its variables, from left to right
' input: 3, -4.5 ,2E2
' expect print: ? 
' expect print:  3 -4.5  200 
10 INPUT A,B,C
20 PRINT A;B;C
30 END
