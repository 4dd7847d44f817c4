' 5.2: dates in the forms of 2.7, with month names and words for days; stored without a time
HEAR a AS DATE
HEAR b AS DATE
HEAR c AS DATE
HEAR d AS DATE
HEAR e AS DATE
TALK a, " ", b, " ", c, " ", d, " ", e
' input: 25 Dec 2024
' input: 5.3.2025
' input: tomorrow
' input: ontem
' input: someday
' input: 2025-07-04 18:30
' expect: 2024-12-25 2025-03-05 2025-06-03 2025-06-01 2025-07-04
