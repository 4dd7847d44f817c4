' 1.6: hexadecimal, octal and binary numerals
TALK 0x1F
TALK &H1f + 0
a = &O17
b = &B101
TALK a & " " & b
' expect: 31
' expect: 31
' expect: 15 5
