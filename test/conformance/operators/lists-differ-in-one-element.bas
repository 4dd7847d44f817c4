' 2.5: one element that differs makes two lists different, at any depth
TALK [1, 2] = [1, 3]
TALK [1, [2, 3]] = [1, [2, 4]]
TALK {a: [1, 2]} = {a: [1, 3]}
TALK [NULL] = [""]
' expect: false
' expect: false
' expect: false
' expect: true
