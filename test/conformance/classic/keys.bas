' 7.3: INKEY$ is the first character of what is typed next, INPUT$(n) the first n
' input:
' input: yes
' input: 4711
' expect print: 
' expect print: 
' expect print: key y
' expect print: 
' expect print: code 471
OPTION CLASSIC
DO
  key$ = INKEY$
LOOP WHILE key$ = ""
PRINT "key "; key$
code$ = INPUT$(3)
PRINT "code "; code$
