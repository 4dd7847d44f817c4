' 2.8: pictures of 0, #, comma and point with literal text around them
n = 1234567.891
TALK FORMAT(n, "#,##0"), " ", FORMAT(n, "#,##0.00"), " ", FORMAT(0.5, "#.##"), " ", FORMAT(5, "000.0"), " ", FORMAT(-12.5, "#,##0.00"), " ", FORMAT(12.5, "$#,###"), " ", FORMAT(7, "Nr. 00!")
TALK FORMAT(0, "#"), "|", FORMAT(0, "0"), "|", FORMAT(0.004, "0.00"), "|", FORMAT(-0.004, "0.00")
' expect: 1,234,568 1,234,567.89 0.5 005.0 -12.50 $13 Nr. 07!
' expect: 0|0|0.00|0.00
