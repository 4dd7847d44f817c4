' B: roots, powers, logarithms and angles
TALK SQR(16), " ", SQRT(2.25), " ", EXP(0), " ", LOG(1), " ", LOG10(1000), " ", POWER(2, 10), " ", POW(9, 0.5), " ", MOD(-7, 3)
TALK ROUND(SIN(PI() / 2), 6), " ", ROUND(COS(PI()), 6), " ", ROUND(TAN(PI() / 4), 6), " ", ROUND(ATN(1) * 4, 5), " ", ASIN(0), " ", ACOS(1)
' expect: 4 1.5 1 0 3 1024 3 -1
' expect: 1 -1 1 3.14159 0 0
