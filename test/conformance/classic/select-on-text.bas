' 7.2: SELECT CASE on a text, with a range and a list
' expect print: pear grows here
' expect print: mango is in the middle
' expect print: no fig
OPTION CLASSIC
FOR i = 1 TO 3
  READ fruit$
  SELECT CASE fruit$
    CASE "apple", "pear": PRINT fruit$; " grows here"
    CASE "k" TO "n": PRINT fruit$; " is in the middle"
    CASE ELSE: PRINT "no "; fruit$
  END SELECT
NEXT i
DATA pear, mango, fig
