n = 0
FUNCTION count()
  n = n + 1
  RETURN n
END FUNCTION
TALK 1 > 0 ? "yes" : "no"
TALK IF(FALSE, count(), "lazy")
TALK IIF(TRUE, "lazy", count())
TALK n
x = 3
TALK x = 1 ? "one" : x = 3 ? "three" : "other"
' expect: yes
' expect: lazy
' expect: lazy
' expect: 0
' expect: three
' section: 2.6
