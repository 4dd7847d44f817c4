' 7.5.5, program 6: A curve drawn with TAB
' expect print:                     *
' expect print:                              *
' expect print:                              *
' expect print:                     *
' expect print:            *
' expect print:            *
' expect print:                     *
10 DEF FNC(X)=21+10*SIN(X)
20 LET P=ATN(1)*4
30 FOR A=0 TO 2*P+.01 STEP P/3
40 PRINT TAB(FNC(A));"*"
50 NEXT A
60 END
