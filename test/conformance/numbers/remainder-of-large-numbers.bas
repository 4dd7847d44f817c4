' 2.6: MOD of whole numbers, of fractions, and of numbers beyond 32 bits
seven = 7
FOR power = 30 TO 33
  big = 2 ^ power
  TALK "${big MOD 10} ${(big + 0.5) MOD 3} ${(0 - big) MOD seven} ${big MOD (big + 1) - big}"
NEXT
kept = -9
loose = kept
loose = loose MOD 4
TALK loose & " " & kept MOD 4 & " " & (kept + 9) MOD 4
' expect: 4 1.5 -1 0
' expect: 8 2.5 -2 0
' expect: 6 1.5 -4 0
' expect: 2 2.5 -1 0
' expect: -1 -1 0
