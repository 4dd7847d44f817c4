' 1.8: ENDIF, ELSEIF, ENDSUB, WEND and END FOR stand for the two-word forms
SUB greet
  TALK "hi"
ENDSUB
i = 0
WHILE i < 1
  IF i = 1 THEN
    TALK "no"
  ELSEIF i = 0 THEN
    greet
  ENDIF
  i = i + 1
WEND
FOR j = 1 TO 1
  TALK j
END FOR
GO SUB tail
EXIT
tail:
TALK "tail"
RETURN
' expect: hi
' expect: 1
' expect: tail
