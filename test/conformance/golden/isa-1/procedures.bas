' Frames, script-wide variables, GOSUB, functions, methods.
total = 0
FUNCTION fact(n)
  total = total + 1
  IF n <= 1 THEN RETURN 1
  RETURN n * fact(n - 1)
END FUNCTION
SUB note(text, extra)
  LOCAL mine
  mine = UCASE(text) & (extra ?? "-")
  FOR k = 1 TO 2
    TALK mine, k
  NEXT
END SUB
FUNCTION early()
  early = 5
  IF total > 0 THEN EXIT FUNCTION
  early = 6
END FUNCTION
TALK fact(6), " ", total
note "hello"
CALL note("two", 3)
TALK early(), " ", "  trim ".trim(), " ", MID$("abcdef", 2, 3), " ", LEN("four"), " ", ROUND(2.567, 2), " ", RND() < 1
FOR g = 1 TO 2
  GOSUB sub1
NEXT
SUB leave()
  EXIT
END SUB
TRY
  leave()
FINALLY
  TALK "finally"
END TRY
END
sub1:
TALK "sub ", g
RETURN
