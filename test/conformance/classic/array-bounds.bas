' 7.5.9: an array that no DIM names has the bound 10; a subscript is rounded
' expect print:  7  0 
' expect error: 9 line 6
OPTION CLASSIC
score(3) = 7: PRINT score(2.6); score(10)
PRINT score(11)
