' 7.5.10, ECMA-55 9.5.2: SQR of less than nought is fatal
' expect error: 5 line 5
' expect print: ROOT OF
10 PRINT "ROOT OF"
20 PRINT SQR(-1)
30 END
