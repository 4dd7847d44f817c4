' 2.1: a root or logarithm outside its domain is NULL and a warning, in strict mode error 5
TALK "[", SQR(-1), "][", LOG(0), "][", ASIN(2), "] ", SQR(-4) IS NULL
' expect: [][][] true
' expect warning: 5
' expect warning: 5
' expect warning: 5
' expect warning: 5
