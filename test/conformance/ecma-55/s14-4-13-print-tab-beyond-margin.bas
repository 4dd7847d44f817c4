' 7.5.5, ECMA-55 14.4.13: TAB beyond the margin counts from the start again
' expect print:     X
' expect print:                                                                                X
10 PRINT TAB(85);"X"
20 PRINT TAB(160);"X"
30 END
