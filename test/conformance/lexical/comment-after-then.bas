' 1.2 H-16: a comment behind THEN leaves the block form
stock = 4
IF stock > 3 THEN ' enough of it
  TALK "plenty"
ELSE ' not enough
  TALK "few"
END IF ' done
' expect: plenty
