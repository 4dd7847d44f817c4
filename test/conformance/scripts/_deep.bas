CALL "deep.bas"
x = 1
