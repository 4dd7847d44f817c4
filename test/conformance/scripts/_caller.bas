CALL "valued.bas"
' section: 3.3
