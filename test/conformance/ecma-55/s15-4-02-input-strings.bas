' 7.5.6, ECMA-55 15.4.2: A string variable takes a quoted or an unquoted string
' input: HELLO THERE, "A, B"
' expect print: ? 
' expect print: (HELLO THERE)(A, B)
10 INPUT A$,B$
20 PRINT "(";A$;")(";B$;")"
30 END
