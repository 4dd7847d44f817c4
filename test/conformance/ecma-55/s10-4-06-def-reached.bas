' 7.5.9, ECMA-55 10.4.6: A DEF that is reached or jumped over has no effect on the flow
' expect print: BEFORE
' expect print: BEHIND
' expect print:  1 
10 PRINT "BEFORE"
20 DEF FNU(X)=1
30 PRINT "BEHIND"
40 PRINT FNU(5)
50 END
