' 7.5.5, ECMA-55 14.5.1: TAB below 1 is reported and counts as 1
' expect warning: 11 line 4
' expect print: A
10 PRINT TAB(1/0);"A"
20 END
