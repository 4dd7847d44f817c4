' 5.4: memory counts lists and objects; what is let go of is given back
kept = []
TRY
  DO
    PUSH kept, [1, 2, 3, {a: 1}]
  LOOP
CATCH e
  TALK e.number, " ", COUNT(kept) > 50
END TRY
kept = NULL
FOR i = 1 TO 900
  spare = [1, 2, 3, {a: i}]
NEXT
TALK spare[3].a
' limits: {"maxMemory": 60000}
' expect: 14 true
' expect: 900
