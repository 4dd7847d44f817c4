' 7.5.6, ECMA-55 15.4.5: the columns start anew after the reply
' input: 5
' expect print: NUMBER? 
' expect print: A    B
10 PRINT "NUMBER";
20 INPUT N
30 PRINT "A";TAB(6);"B"
40 END
