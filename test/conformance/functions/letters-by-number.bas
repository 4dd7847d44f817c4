' Annex B: CHR cuts a fraction; half a surrogate pair is no character
row$ = ""
FOR k = 0 TO 3
  row$ = row$ + CHR$(65 + k * 1.75)
NEXT
TALK row$ & CHR(128512 + k - 4)
TRY
  TALK CHR(k * 13824)
CATCH e
  TALK e.number
END TRY
' expect: ABDF😀
' expect: 5
