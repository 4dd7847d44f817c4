' 7.1: AND, OR, NOT, XOR, EQV and IMP work on the bits of numbers
OPTION CLASSIC
PRINT 12 AND 10; 12 OR 3; 6 XOR 3; NOT 5
PRINT 5 EQV 3; 5 IMP 3
IF 4 AND 2 THEN PRINT "both" ELSE PRINT "no common bit"
