' 7.5.8: ON rounds its value and picks a line
' expect print: one
' expect print: two
' expect print: three
OPTION CLASSIC
FOR choice = .6 TO 3 STEP 1
  ON choice GOTO one, two, three
one: PRINT "one": GOTO done
two: PRINT "two": GOTO done
three: PRINT "three"
done:
NEXT choice
