' 7.5.3, ECMA-55 4.4.3: A string may be empty
' expect print: ()
' expect print: EMPTY
10 LET N$=""
20 PRINT "(";N$;")"
30 IF N$="" THEN 50
40 STOP
50 PRINT "EMPTY"
60 END
