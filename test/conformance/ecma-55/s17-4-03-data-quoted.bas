' 7.5.7, ECMA-55 17.4.3: A quoted datum holds commas and blanks, and may be empty
' expect print: ( A, B )()
10 READ A$,B$
20 PRINT "(";A$;")(";B$;")"
30 DATA " A, B ",""
40 END
