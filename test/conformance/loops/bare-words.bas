' BREAK and CONTINUE alone mean the innermost loop, of any kind.
FOR i = 1 TO 9
  IF i = 2 THEN CONTINUE
  IF i = 4 THEN BREAK
  TALK "for " + i
NEXT
FOR EACH word IN ["a", "b", "c"]
  IF word = "b" THEN CONTINUE
  TALK word
NEXT
n = 0
WHILE n < 9
  n = n + 1
  IF n < 8 THEN CONTINUE
  DO
    TALK "inner " + n
    BREAK
  LOOP
WEND
' expect: for 1
' expect: for 3
' expect: a
' expect: c
' expect: inner 8
' expect: inner 9
' section: 3.2
