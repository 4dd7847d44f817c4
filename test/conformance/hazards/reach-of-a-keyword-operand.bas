' 1.9 H-5 D-9 D-43: at the start of an expression the operand is a sum, behind an operator a primary
SET BOT MEMORY "key-7", "seven"
n = 7
a = GET BOT MEMORY "key-" + n
b = "<" + GET BOT MEMORY "key-7" + ">"
c = "<" + GET BOT MEMORY("key-" + n) + ">"
TALK a, b, c
TALK (n + 1) + 2
ok = GET BOT MEMORY "key-" + n = "seven"
TALK ok
' expect: seven<seven><seven>
' expect: 10
' expect: true
