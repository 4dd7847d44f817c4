x = CALL "caller.bas"
TALK x IS NULL
CALL "valued.bas"
' expect: valued
' expect: true
' expect: valued
' expect result: 
' section: 3.3
