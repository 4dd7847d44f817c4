' 2.5: a number and a numeric text compare as numbers, otherwise as texts
code = 123456
TALK code = "123456"
TALK 10 > "9"
TALK "10" > "9"
TALK 5 = "five"
TALK "abc" < "abd"
TALK "a" = "A"
TALK "a " = "a"
' expect: true
' expect: true
' expect: false
' expect: false
' expect: true
' expect: false
' expect: false
