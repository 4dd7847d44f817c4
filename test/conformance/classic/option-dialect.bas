' 7.1: OPTION DIALECT keeps a script of GOSUB in the dialect, where comparisons are TRUE
' expect result: is true
OPTION DIALECT
GOSUB greet
RETURN answer
greet:
answer = "is " + (1 = 1)
RETURN
