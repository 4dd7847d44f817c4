' B, 5.6: CHR of a number that names no character is error 5
ON ERROR RESUME NEXT
x = CHR(-1)
TALK ERR, " ", x IS NULL
y = CHR(55296)
TALK ERR
' expect: 5 true
' expect: 5
' section: Annex B
