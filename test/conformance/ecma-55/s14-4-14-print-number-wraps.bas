' 7.5.5, ECMA-55 14.4.14: an item that does not fit starts a new line
' expect print:                                                                              1 
' expect print:  22 
10 PRINT TAB(77);1;22
20 END
