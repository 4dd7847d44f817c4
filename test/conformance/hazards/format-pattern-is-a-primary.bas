' 1.9 R5 H-7 D-8: what follows the pattern of FORMAT is joined to its text
d = FORMAT NOW() AS "YYYY" + "-01"
TALK d
TALK "A" + FORMAT NOW() AS "MM" + "-" + 3
' expect: 2025-01
' expect: A06-3
