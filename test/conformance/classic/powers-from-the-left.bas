' 2.6, 7.5.3: ^ goes from the left; a sign before the exponent belongs to it alone
' expect print:  64 -4  .25 
OPTION CLASSIC
PRINT 2 ^ 3 ^ 2; -2 ^ 2; 2 ^ -1 ^ 2
