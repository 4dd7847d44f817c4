' 7.5.5, ECMA-55 14.4.17: A comma in the last zone ends the line
' expect print:                                                                 E
' expect print: F
10 PRINT TAB(65);"E","F"
20 END
