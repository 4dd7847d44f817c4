' 2.1: FORMAT rounds the decimal text half away from zero
TALK FORMAT(1.005, "0.00"), " ", FORMAT(2.5, "0"), " ", FORMAT(-2.5, "0"), " ", FORMAT(0.045, "0.00"), " ", FORMAT(1e21, "#,##0")
' expect: 1.01 3 -3 0.05 1,000,000,000,000,000,000,000
