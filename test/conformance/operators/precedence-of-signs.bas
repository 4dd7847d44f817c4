' 2.6 D-44: a sign binds looser than a power, whose exponent may carry one
TALK -2^2
TALK 2^-1
TALK 2^3^2
TALK 7 \ 2 MOD 2
TALK 2 * 5 MOD 3
' expect: -4
' expect: 0.5
' expect: 512
' expect: 1
' expect: 1
