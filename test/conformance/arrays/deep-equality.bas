' 2.5: lists and objects are equal when all they hold is
TALK [1, [2, 3]] = [1, [2, 3]]
TALK [1, 2] = [2, 1]
TALK {a: 1, b: [2]} = {b: [2], a: 1}
TALK {a: 1} = {a: 1, b: NULL}
' expect: true
' expect: false
' expect: true
' expect: false
