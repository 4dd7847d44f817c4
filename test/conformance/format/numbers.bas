TALK FORMAT(1234.5, "#,##0.00")
TALK FORMAT(0.256, "0.0%")
TALK FORMAT(5, "+#.#")
TALK FORMAT(1234.5, "R$ #,##0.00")
TALK FORMAT(7, "000")
TALK FORMAT 3.14159 AS "0.00"
TALK "x" + FORMAT 5 AS "00" + "y"
TALK FORMAT(1234.5, "C2[pt]")
' expect: 1,234.50
' expect: 25.6%
' expect: +5
' expect: R$ 1,234.50
' expect: 007
' expect: 3.14
' expect: x05y
' expect: R$ 1.234,50
' section: 2.8
