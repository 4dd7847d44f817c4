' 7.5.11, extension 6: LET may be left out
' expect print: X= 4 
10 X=4
20 N$="X="
30 PRINT N$;X
40 END
