' 2.8: a text of digits that is too large for a number is shown as a text
reading = "3e999"
TALK FORMAT(reading, "0.0%")
TALK FORMAT(reading, "#,##0")
' expect: 3e999
' expect: 3e999
