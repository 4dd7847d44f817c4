' 2.4, 2.6, 2.9: without strict mode the same are NULL or 0, division with a warning
list = [1]
n = 5
TALK list[5] IS NULL, " ", "abc" * 2, " ", unset_name IS NULL, " ", n.colour IS NULL, " ", 1 / 0 IS NULL, " ", 5 \ 0 IS NULL, " ", 5 MOD 0 IS NULL
' expect: true 0 true true true true true
' expect warning: 11
' expect warning: 11
' expect warning: 11
