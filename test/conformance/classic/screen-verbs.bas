' 7.2: CLS, BEEP, LOCATE and COLOR do nothing in a chat
' expect print: text stays
OPTION CLASSIC
CLS
COLOR 7, 1: LOCATE 10, 20: BEEP
PRINT "text";
SLEEP 1
PRINT " stays"
SYSTEM
PRINT "never"
