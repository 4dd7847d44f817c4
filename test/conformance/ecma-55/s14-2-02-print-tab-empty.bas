' 7.5.11, ECMA-55 14.2.2: TAB has one numeric argument
' expect refused: BAS303 line 3
10 PRINT TAB();"A"
20 END
