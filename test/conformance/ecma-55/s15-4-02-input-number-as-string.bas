' 7.5.6, ECMA-55 15.4.2: A string variable takes a quoted or an unquoted string
' input: -1.23
' expect print: ? 
' expect print: -1.23*
10 INPUT N$
20 PRINT N$;"*"
30 END
