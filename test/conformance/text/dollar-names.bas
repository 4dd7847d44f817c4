a$ = "x"
TALK LEFT$("hello", 2)
TALK UCASE$(a$)
n% = 3
TALK n% + 1
TALK CHR$(65) & STR$(5)
' expect: he
' expect: X
' expect: 4
' expect: A5
' section: 1.7
