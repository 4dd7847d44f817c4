' 7.5.3, ECMA-55 11.4.2: LET gives a string variable a string
' expect print: HELLO HELLO
10 LET A$="HELLO"
20 LET B$=A$
30 PRINT A$;" ";B$
40 END
