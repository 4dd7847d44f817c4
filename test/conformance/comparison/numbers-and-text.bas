code = 123456
IF code = "123456" THEN TALK "same"
IF "10" < 9 THEN TALK "no" ELSE TALK "numeric"
IF "b" > "a" THEN TALK "order"
IF "abc" = "ABC" THEN TALK "no" ELSE TALK "case"
IF "a " = "a" THEN TALK "no" ELSE TALK "blanks"
IF 5 = "five" THEN TALK "no" ELSE TALK "words"
IF TRUE = "yes" THEN TALK "yes"
IF FALSE = 0 THEN TALK "zero"
' expect: same
' expect: numeric
' expect: order
' expect: case
' expect: blanks
' expect: words
' expect: yes
' expect: zero
' section: 2.5
