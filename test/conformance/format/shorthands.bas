' 2.8: n, F, f, N and C with places and a language, currency and percent
TALK FORMAT(1234.5, "n"), " ", FORMAT(1234.5, "F"), " ", FORMAT(1234.5, "f"), " ", FORMAT(1234.5, "N0"), " ", FORMAT(1234.5, "N1[pt]"), " ", FORMAT(1234.5, "C2[en]"), " ", FORMAT(0.256, "percent"), " ", FORMAT(9.5, "currency")
' expect: 1234.50 1234.50 1235 1,235 1.234,5 $1,234.50 25.60% $9.50
