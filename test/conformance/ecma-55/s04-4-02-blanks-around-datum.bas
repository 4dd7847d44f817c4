' 7.5.7, ECMA-55 4.4.2: blanks around an unquoted string do not count
' expect print: (SALT)(PEPPER)
10 READ A$,B$
20 PRINT "(";A$;")(";B$;")"
30 DATA    SALT   ,   PEPPER
40 END
