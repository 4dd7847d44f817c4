' 7.2: ERROR n raises the error of that number
' expect print: number 53 
' expect print: back
OPTION CLASSIC
ON ERROR GOTO trap
ERROR 53
PRINT "back"
END
trap: PRINT "number"; ERR: RESUME NEXT
