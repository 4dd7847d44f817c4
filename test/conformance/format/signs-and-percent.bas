' 2.8: a plus shows the sign always, a percent sign multiplies by 100, E makes an exponent
TALK FORMAT(5, "+#.#"), " ", FORMAT(-5.25, "+#.#"), " ", FORMAT(0.125, "0%"), " ", FORMAT(0.125, "0.0%"), " ", FORMAT(12345, "0.00E+0"), " ", FORMAT(0.00012, "0.0E+00")
' expect: +5 -5.3 13% 12.5% 1.23E+4 1.2E-04
