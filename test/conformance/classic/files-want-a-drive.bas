' 7.2: statements on files name the service that is missing
' expect print: trapped 404 
' expect print: trapped 404 
' expect print: read 
OPTION CLASSIC
ON ERROR GOTO trap
OPEN "scores.txt" FOR INPUT AS #1
LINE INPUT #1, best$
PRINT "read "; best$
END
trap: PRINT "trapped"; ERR: RESUME NEXT
