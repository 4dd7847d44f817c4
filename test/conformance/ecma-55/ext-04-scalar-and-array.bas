' 7.5.11, extension 4: A scalar and an array may have one name
' expect print:  5  7 
10 LET A=5
20 LET A(1)=7
30 PRINT A;A(1)
40 END
