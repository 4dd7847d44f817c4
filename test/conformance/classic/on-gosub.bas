' 7.2: ON with GOSUB comes back behind itself
' expect print: mon-tue-
OPTION CLASSIC
FOR day = 1 TO 2
  ON day GOSUB monday, tuesday
  PRINT "-";
NEXT day
END
monday: PRINT "mon";: RETURN
tuesday: PRINT "tue";: RETURN
