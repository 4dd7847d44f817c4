' 7.5.7, ECMA-55 16.4.3: A string variable takes a numeric datum as it is written
' expect print: 2.1E3 +07 
10 READ A$,B$
20 PRINT A$;" ";B$;" "
30 DATA 2.1E3,+07
40 END
