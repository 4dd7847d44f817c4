' 7.5.9, ECMA-55 18.4.4: DIM and OPTION hold wherever the flow goes
' expect error: 9 line 5
10 GOTO 30
20 OPTION BASE 1
30 LET A(0)=1
40 END
