' 4.1: a file with an underscore is found by a hyphen
' expect: 8 6
CALL "two-parts", 1
a = CALL "two-parts.bas", 4
b = CALL two_parts(3)
TALK a & " " & b
