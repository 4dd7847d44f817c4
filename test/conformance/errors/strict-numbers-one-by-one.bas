' 5.6: the numbers of strict mode
codes = ""
list = [1]
n = 5
ON ERROR RESUME NEXT
x = list[5]
codes = codes & ERR & " "
x = "abc" * 2
codes = codes & ERR & " "
x = unset_name
codes = codes & ERR & " "
x = n.colour
codes = codes & ERR & " "
x = 1 / 0
codes = codes & ERR & " "
x = NULL
x = x.trim()
codes = codes & ERR
TALK codes
' strict
' expect: 9 13 424 438 11 91
