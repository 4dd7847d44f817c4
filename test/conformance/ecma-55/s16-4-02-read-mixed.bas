' 7.5.7, ECMA-55 16.4.2: numbers and strings may alternate
' expect print: ADA 36 
' expect print: ALAN 41 
10 FOR I=1 TO 2
20 READ N$,A
30 PRINT N$;A
40 NEXT I
50 DATA ADA,36,"ALAN",41
60 END
