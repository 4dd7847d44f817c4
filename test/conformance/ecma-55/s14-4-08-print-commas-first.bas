' 7.5.5, ECMA-55 14.4.8: separators may stand first, last, and one behind the other
' expect print:                                 A
' expect print: XY
10 PRINT ,,"A"
20 PRINT ;"X";;"Y"
30 END
