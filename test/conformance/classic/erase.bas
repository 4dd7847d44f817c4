' 7.2: ERASE sets the elements to 0 and empty
' expect print:  0 [] 3 
OPTION CLASSIC
DIM bid(3), who$(3)
bid(2) = 50: who$(2) = "Zoe"
ERASE bid, who$
PRINT bid(2); "["; who$(2); "]"; UBOUND(bid)
