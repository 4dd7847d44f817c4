' 7.5.6, ECMA-55 15.4.3: blanks around a datum do not count; those inside quotes and words do
' input:    A   B   ,   "  C  "
' expect print: ? 
' expect print: (A   B)(  C  )
10 INPUT A$,B$
20 PRINT "(";A$;")(";B$;")"
30 END
