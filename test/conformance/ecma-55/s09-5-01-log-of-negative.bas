' 7.5.10, ECMA-55 9.5.1: LOG of nought or less is fatal
' expect error: 5 line 3
10 LET Y=LOG(-2.5)
20 END
