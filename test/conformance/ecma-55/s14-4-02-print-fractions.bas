' 7.5.4, ECMA-55 14.4.2: A decimal fraction is printed without an exponent while eight digits suffice
' expect print:  923456.79  1.23456  .1 
' expect print:  .022222  .00000001 -.5 
10 PRINT 923456.789;1.23456;.1
20 PRINT .022222;.00000001;-.5
30 END
