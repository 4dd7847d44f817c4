' 2.4: in strict mode a text without a leading number is error 13
' strict
a = "abc"
TALK a * 2
' expect error: 13 line 4
