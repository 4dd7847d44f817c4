' 7.5.8, ECMA-55 13.4.13: the limits may be any expressions
10 LET A(1)=2
20 FOR V=SQR(4) TO A(1)*2+1 STEP 3/A(1)
30 PRINT V;
40 NEXT V
50 END
