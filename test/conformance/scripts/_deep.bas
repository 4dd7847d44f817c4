CALL "deep.bas"
x = 1
' section: 3.3
