' 7.5.7, ECMA-55 16.5.2: A string datum for a numeric variable is fatal
' expect error: 13 line 3
10 READ N
20 DATA 2D3
30 END
