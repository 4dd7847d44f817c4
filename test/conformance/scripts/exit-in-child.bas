x = CALL "leaver.bas"
TALK x IS NULL
TALK "main goes on"
' expect: leaving
' expect: true
' expect: main goes on
' section: 3.3
