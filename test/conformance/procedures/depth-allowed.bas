FUNCTION down(n)
  IF n = 0 THEN RETURN "bottom"
  RETURN down(n - 1)
END FUNCTION
TALK down(250)
' expect: bottom
' section: 3.3
