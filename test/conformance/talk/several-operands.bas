' 3.5: several operands make one message
total = 12.5
TALK "Total: ", total, " EUR"
TALK "a" & "b", 1 + 1
' expect: Total: 12.5 EUR
' expect: ab2
