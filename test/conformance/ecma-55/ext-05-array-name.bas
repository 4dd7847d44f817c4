' 7.5.11, extension 5: an array may have any name
' expect print:  8 
10 DIM T1(20)
20 LET T1(15)=8
30 PRINT T1(15)
40 END
