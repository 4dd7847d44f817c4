' 7.5.5, program 5: A table in zones
' expect print: ITEM            PRICE           TAX
' expect print: BREAD            2.5             .25 
' expect print: MILK             1.2             .12 
' expect print: CHEESE           14              1.4 
' expect print:                 -------
' expect print: TOTAL            17.7 
10 PRINT "ITEM","PRICE","TAX"
20 FOR I=1 TO 3
30 READ N$,P
40 PRINT N$,P,P/10
50 LET T=T+P
60 NEXT I
70 PRINT ,"-------"
80 PRINT "TOTAL",T
90 DATA BREAD,2.5,MILK,1.2,CHEESE,14
100 END
