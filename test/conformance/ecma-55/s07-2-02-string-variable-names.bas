' 7.5.3, ECMA-55 7.2.2: A string variable is a letter and a dollar sign, and another variable than that of the letter
' expect print: TEXT 7 
10 LET A$="TEXT"
20 LET A=7
30 PRINT A$;A
40 END
