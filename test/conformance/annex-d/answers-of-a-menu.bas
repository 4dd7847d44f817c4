' 3.6 D-20: number, any case, a part that only one option has
' input: 2
' input: alpha
' input: amm
HEAR x AS "Alpha", "Beta", "Gamma"
HEAR y AS "Alpha", "Beta", "Gamma"
HEAR z AS "Alpha", "Beta", "Gamma"
TALK x & " " & y & " " & z
' expect: Beta Alpha Gamma
