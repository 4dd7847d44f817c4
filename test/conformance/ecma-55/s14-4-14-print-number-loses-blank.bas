' 7.5.5, ECMA-55 14.4.14: an item that does not fit starts a new line
' expect print:                                                                                7
' expect print: NEXT
10 PRINT TAB(79);7;"NEXT"
20 END
