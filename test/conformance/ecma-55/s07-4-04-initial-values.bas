' 7.1, ECMA-55 7.4.4: what was never assigned is 0 or an empty string
' expect print:  0  0 ()
10 PRINT V;W(3);"(";T$;")"
20 END
