' Annex B: CHR cuts a fraction; beyond 1114111 there is no character
row$ = ""
FOR k = 0 TO 3
  row$ = row$ + CHR$(65 + k * 1.75)
NEXT
TALK row$ & CHR(128512 + k - 4)
TRY
  TALK CHR(k * 300000)
CATCH e
  TALK e.number
END TRY
