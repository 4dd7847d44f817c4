' 3.3: a call of nothing that is known is error 424
x = 5
TALK x(1)
' expect error: 424 line 3
