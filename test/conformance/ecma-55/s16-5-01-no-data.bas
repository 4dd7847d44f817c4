' 7.5.10, ECMA-55 16.5.1: READ behind the last datum is fatal
' expect error: 4 line 3
10 READ A
20 END
