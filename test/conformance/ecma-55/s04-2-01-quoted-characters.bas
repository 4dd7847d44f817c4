' 7.5.2, ECMA-55 4.2.1: A quoted string may hold every character of the set but the quote
' expect print: !#$%&'()*,./:;<=>?^_
' expect print: 0123456789+-.
' expect print: ABCDEFGHIJKLMNOPQRSTUVWXYZ
10 PRINT "!#$%&'()*,./:;<=>?^_"
20 PRINT "0123456789+-."
30 PRINT "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
40 END
