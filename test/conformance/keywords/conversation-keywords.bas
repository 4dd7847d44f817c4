' 3.5: TALK, BEGIN TALK, PRINT, WAIT and HEAR
' input: Ann
PRINT "to the log"
TALK "one"
BEGIN TALK
  two
END TALK
WAIT 0.1
HEAR name
TALK name
' expect: one
' expect: two
' expect: Ann
