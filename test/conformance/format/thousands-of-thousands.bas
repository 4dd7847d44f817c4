' 2.8: digits are grouped by threes all the way
TALK FORMAT(1234567, "#,##0")
TALK FORMAT(1234567890.5, "#,##0.00")
TALK FORMAT(123, "#,##0")
TALK FORMAT(-1000000, "#,##0")
' expect: 1,234,567
' expect: 1,234,567,890.50
' expect: 123
' expect: -1,000,000
