' 7.5.9, ECMA-55 18.4.4: DIM and OPTION hold wherever the flow goes
' expect print:  1  2 
10 DIM A(20)
20 LET A(20)=A(20)+1
30 PRINT A(20);
40 IF A(20)<2 THEN 10
50 END
