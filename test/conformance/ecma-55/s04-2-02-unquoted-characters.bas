' 7.5.7, ECMA-55 4.2.2: an unquoted string is made of letters, digits, + - . and blanks inside it
' expect print: NEW YORK
' expect print: +1-2.5
' expect print: 4TH OF JULY
10 READ C$,N$,D$
20 PRINT C$
30 PRINT N$
40 PRINT D$
50 DATA NEW YORK, +1-2.5, 4TH OF JULY
60 END
