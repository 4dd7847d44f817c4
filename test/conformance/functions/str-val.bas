' B: STR gives the text form, VAL the leading number or 0
TALK STR(1.50) & "|" & STR(TRUE) & "|" & STR(NULL) & "|" & STR([1, 2])
TALK VAL("12abc"), " ", VAL("  3.5e2"), " ", VAL("abc"), " ", VAL("-.5"), " ", VAL(""), " ", VAL(7)
' expect: 1.5|true||[1,2]
' expect: 12 350 0 -0.5 0 7
