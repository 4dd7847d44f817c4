' 7.5.2, ECMA-55 4.4.1: blanks inside a quoted string count
' expect print: *   *
' expect print:   INDENTED
10 PRINT "*   *"
20 PRINT "  INDENTED"
30 END
