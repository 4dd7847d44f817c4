FUNCTION grade(n)
  IF n >= 90 THEN
    RETURN "A"
  ELSEIF n >= 80 THEN
    RETURN "B"
  ELSE IF n >= 70 THEN
    RETURN "C"
  ELSE
    RETURN "F"
  END IF
END FUNCTION
TALK grade(95) & grade(85) & grade(75) & grade(5)
