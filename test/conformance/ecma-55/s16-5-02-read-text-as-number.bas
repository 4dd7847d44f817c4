' 7.5.10, ECMA-55 16.5.2: A string datum for a numeric variable is fatal
' expect error: 13 line 3
10 READ N
20 DATA SEVEN
30 END
