' 2.6: += -= *= /= and &=
n = 10
n += 5
n -= 3
n *= 2
n /= 4
s = "a"
s &= n
s += "!"
TALK s
' expect: a6!
