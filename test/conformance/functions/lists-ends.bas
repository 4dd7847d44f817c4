' B: PUSH, APPEND, POP, SHIFT, UNSHIFT and PREPEND change the list and give it or what was taken
queue = ["b"]
queue = PUSH(queue, "c")
APPEND(queue, "d")
UNSHIFT(queue, "a")
PREPEND(queue, "z")
TALK queue
TALK POP(queue), " ", SHIFT(queue), " ", queue
TALK POP([]) IS NULL
' expect: z, a, b, c, d
' expect: d z a, b, c
' expect: true
