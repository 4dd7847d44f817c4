' Annex B: a position or count with a fraction is cut; below the first character it is the first
half = 5 / 2
code$ = "AB-1234"
FOR shift = -1 TO 2
  TALK MID(code$, half + shift, 2) & " " & LEFT(code$, half * shift) & " " & RIGHT(code$, half + shift) & "."
NEXT
TALK MID(12.75, half, 3) & LEFT(TRUE, half) & RIGHT(NULL, half)
