FUNCTION total(list)
  total = 0
  FOR EACH x IN list
    total = total + x
  NEXT
END FUNCTION
TALK total([1, 2, 3])
FUNCTION nothing()
END FUNCTION
TALK nothing() IS NULL
SUB s()
  RETURN 5
END SUB
TALK s()
' expect: 6
' expect: true
' expect: 5
' section: 3.3
