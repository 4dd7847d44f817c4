' 7.5.5: a line that ends with a separator goes on in the next PRINT, also in a procedure
' expect print: from Ely!
OPTION CLASSIC
PRINT "from ";
Village "Ely"
PRINT "!"
SUB Village (name$)
  PRINT name$;
END SUB
