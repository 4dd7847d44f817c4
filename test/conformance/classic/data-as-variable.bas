' 7.1, 7.4: an assignment to a variable data is no DATA statement: the script stays in the dialect
' expect result: n6
data = 5
data = data + 1
RETURN "n" + data
