' 7.5.10, ECMA-55 9.5.1: LOG of nought or less is fatal
' expect error: 5 line 4
10 LET X=0
20 PRINT LOG(X)
30 END
