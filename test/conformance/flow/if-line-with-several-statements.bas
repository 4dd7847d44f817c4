' 3.2: a single-line IF holds several statements, and its ELSE belongs to the nearest IF
a = 1
b = 0
IF a THEN TALK "a" : TALK "again" ELSE TALK "never"
IF a THEN IF b THEN TALK "both" ELSE TALK "only a"
' expect: a
' expect: again
' expect: only a
