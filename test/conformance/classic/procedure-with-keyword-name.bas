' 7.4: a SUB may have the name of a keyword of the dialect
' expect print: name 2 
' expect print: saved x
OPTION CLASSIC
Ask "name", 2
Save "x"
SUB Ask (what$, times)
  PRINT what$; times
END SUB
SUB Save (where$)
  PRINT "saved "; where$
END SUB
