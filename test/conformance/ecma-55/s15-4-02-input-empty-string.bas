' 7.5.6, ECMA-55 15.4.2: A string variable takes a quoted or an unquoted string
' input: ""
' expect print: ? 
' expect print: NOTHING
10 INPUT N$
20 IF N$="" THEN 40
30 STOP
40 PRINT "NOTHING"
50 END
