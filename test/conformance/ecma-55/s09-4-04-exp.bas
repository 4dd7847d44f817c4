' 7.5.3, ECMA-55 9.4.4: EXP is e raised to the number
' expect print:  1  2.7182818  .36787944 
10 PRINT EXP(0);EXP(1);EXP(-1)
20 END
