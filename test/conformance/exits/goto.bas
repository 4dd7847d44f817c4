n = 0
again:
n = n + 1
IF n < 3 THEN GOTO again
TALK n
GOTO done
TALK "never"
done:
TALK "done"
FOR i = 1 TO 5
  FOR j = 1 TO 5
    IF i * j = 6 THEN GOTO out
  NEXT
NEXT
out:
TALK i & "*" & j
' expect: 3
' expect: done
' expect: 2*3
' section: 3.2
