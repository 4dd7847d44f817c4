' 1.9 H-6 D-10: inside a list or an object a nested keyword takes only the operands that it must have
SET BOT MEMORY "a", 1
SET BOT MEMORY "b", 2
o = { first: GET BOT MEMORY "a", second: GET BOT MEMORY "b", third: 3 }
l = [GET BOT MEMORY "a", GET BOT MEMORY "b", FORMAT 5 AS "00", 9]
TALK JSON(o)
TALK JOIN(l, "/")
' expect: {"first":1,"second":2,"third":3}
' expect: 1/2/05/9
