' 7.4 H-54: words of classic BASIC are variables in the dialect
input = 3
data = [1]
next_one = input + 1
color = "red"
name = "n"
line = "l"
TALK next_one & color & name & line & data[0]
' expect: 4rednl1
