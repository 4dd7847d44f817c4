' B: URLENCODE, BASE64 and BASE64_DECODE
TALK URLENCODE("a b&c=é/?"), " ", BASE64("Olá ✓"), " ", BASE64_DECODE("T2zDoSDinJM=")
TRY
  x = BASE64_DECODE("%%%")
CATCH e
  TALK e.number
END TRY
' expect: a%20b%26c%3D%C3%A9%2F%3F T2zDoSDinJM= Olá ✓
' expect: 5
