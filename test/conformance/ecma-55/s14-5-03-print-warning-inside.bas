' 7.5.5, ECMA-55 14.5.3: reports do not disturb the line
' expect warning: 11 line 4
' expect print: A INF B
10 PRINT "A";1/0;"B"
20 END
