' 7.5.11, extension 7: RND may have an argument
' expect print: REPEATED
' expect print: SEEDED
10 LET A=RND
20 IF RND(0)=A THEN 35
30 STOP
35 PRINT "REPEATED"
40 LET B=RND(-7)
45 IF B=RND(-7) THEN 60
50 STOP
60 PRINT "SEEDED"
70 END
