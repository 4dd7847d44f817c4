' 7.5.6, program 9: A conversation that adds up
' input: COFFEE, 2.5, 2
' input: CAKE, THREE, 1
' input: CAKE, 3, 1
' input: END,0,0
' expect print: ITEM, PRICE, COUNT? 
' expect print: ITEM, PRICE, COUNT? 
' expect print: ? 
' expect print: ITEM, PRICE, COUNT? 
' expect print: TO PAY: 8 
10 LET S=0
20 PRINT "ITEM, PRICE, COUNT";
30 INPUT N$,P,C
40 IF N$="END" THEN 70
50 LET S=S+P*C
60 GOTO 20
70 PRINT "TO PAY:";S
80 END
