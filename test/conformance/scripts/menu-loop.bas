n = GET BOT MEMORY "n"
IF n IS NULL THEN n = 0
n = n + 1
SET BOT MEMORY "n", n
IF n > 100 THEN
  TALK "hundred"
ELSE
  CALL "menu-loop.bas"
END IF
' expect: hundred
' section: 3.3
' covers: H-58
