' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print:  6 
10 DIM C(2,2,2)
20 LET C(1,2,0)=6
30 PRINT C(1,2,0)
40 END
