PARAM list AS ARRAY
PARAM n AS NUMBER
PUSH(list, "added")
n = 6
' section: 3.3
