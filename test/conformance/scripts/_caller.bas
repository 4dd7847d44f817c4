CALL "valued.bas"
