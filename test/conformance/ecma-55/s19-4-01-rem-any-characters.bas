' 7.5.2, ECMA-55 19.4.1: the rest of a REM line is ignored
' expect print: FINE
10 REM "QUOTES" ((( ** ,, : ; ! ? 'AND MORE" 10 END
20 PRINT "FINE"
30 END
