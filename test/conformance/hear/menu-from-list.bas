' 3.6: a list of options from a variable, a field and a call
shop = {sizes: ["Small", "Large"]}
HEAR s AS shop.sizes
TALK s
days = SPLIT("Mon;Tue;Wed", ";")
HEAR d AS days
TALK d
' input: large
' input: 2
' expect: Large
' expect: Tue
