' 3.8: CACHE SET and CACHE GET; CACHE GET takes one operand in a list
' effect CACHE SET: null
' effect CACHE GET: 1.5
CACHE SET "rate", 1.5, 600
row = [CACHE GET "rate", "b"]
TALK row[0] & "/" & row[1]
' expect: CACHE SET {"key":"rate","value":1.5,"seconds":600}
' expect: CACHE GET {"key":"rate"}
' expect: 1.5/b
