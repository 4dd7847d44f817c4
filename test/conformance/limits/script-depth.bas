' 5.4: more than 32 scripts that call each other are error 6
depth = CALL "deeper-script", 1
TALK depth
' expect: 6
