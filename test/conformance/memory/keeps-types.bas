SET BOT MEMORY "n", 5
TALK GET BOT MEMORY("n") + 1
SET BOT MEMORY "o", {a: [1, 2]}
o = GET BOT MEMORY "o"
TALK o.a[1]
TALK (GET BOT MEMORY "missing") IS NULL
IF GET BOT MEMORY "missing" = "" THEN TALK "empty"
TALK "v: " + GET BOT MEMORY "n"
' expect: 6
' expect: 2
' expect: true
' expect: empty
' expect: v: 5
' section: 3.8
