FUNCTION walk(n)
  LOCAL left, i
  left = n
  text = ""
  FOR i = 1 TO 2
    IF n > 0 THEN walk(n - 1)
  NEXT
  RETURN left
END FUNCTION
TALK walk(3)
DIM depth(3)
FUNCTION count(n)
  depth(n) = depth(n) + 1
  IF n > 0 THEN
    count(n - 1)
    count(n - 1)
  END IF
  RETURN depth(0)
END FUNCTION
TALK count(3)
