PARAM list AS ARRAY
PARAM n AS NUMBER
PUSH(list, "added")
n = 6
