' 1.6: decimals with and without a leading zero, exponents, marks on numerals
TALK .5 + 1.5E-2
TALK 1e3
TALK 5&"x"
TALK 7% + 1
' expect: 0.515
' expect: 1000
' expect: 5x
' expect: 8
