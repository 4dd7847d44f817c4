CALL "deep.bas"
TALK "never"
' expect error: 6
