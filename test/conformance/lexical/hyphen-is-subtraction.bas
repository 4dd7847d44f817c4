' 1.7: a hyphen never stands in a name
user = 10
name = 4
TALK user-name
' expect: 6
