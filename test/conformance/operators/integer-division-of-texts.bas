' 2.4 2.1: a text operand of \ is read as a number first, and the quotient is cut all the same
a = "-7"
TALK a \ 2
TALK -7 \ "2"
TALK "9 lives" \ 4
' expect: -3
' expect: -3
' expect: 2
