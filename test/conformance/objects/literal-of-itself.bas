' 3.1: a literal is made of what the variable held before
basket = {fruit: "apple", count: 2}
basket = {fruit: basket.fruit & "s", count: basket.count + 1, before: basket.count}
TALK basket.fruit & " " & basket.count & " " & basket.before
pair = 4
pair = [pair, pair * 2, [pair]]
TALK JSON(pair)
basket = {["k" & basket.count]: basket.fruit, count: LEN(basket)}
TALK basket.k3 & basket.count
' expect: apples 3 2
' expect: [4,8,[4]]
' expect: apples3
