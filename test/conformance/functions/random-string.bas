' B: RANDOM_STRING has the wanted length of letters and digits
a = RANDOM_STRING(12)
TALK LEN(a), " ", a = RANDOM_STRING(12), " [", RANDOM_STRING(0), "]"
' expect: 12 false []
