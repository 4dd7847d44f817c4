' 7.5.9, ECMA-55 18.4.4: DIM and OPTION hold wherever the flow goes
' expect print:  15 
10 GOTO 30
20 DIM A(15)
30 LET A(15)=15
40 PRINT A(15)
50 END
