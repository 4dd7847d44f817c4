' 7.5.11, extension 5: an array may have any name
' expect print: MON 
' expect print: TUE
10 DIM D$(7)
20 LET D$(1)="MON"
30 LET D$(2)="TUE"
40 PRINT D$(1);" "
45 PRINT D$(2)
50 END
