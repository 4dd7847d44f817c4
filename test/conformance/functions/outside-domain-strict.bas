' 2.1: outside its domain SQR is error 5 in strict mode
x = SQR(-1)
' strict
' expect error: 5 line 2
