' 7.2: DEF FN over several lines, left by EXIT DEF
' expect print: pass fail 2 
OPTION CLASSIC
DEF FNgrade$ (points)
  calls = calls + 1
  FNgrade$ = "pass"
  IF points >= 50 THEN EXIT DEF
  FNgrade$ = "fail"
END DEF
PRINT FNgrade$(70); " "; FNgrade$(20); calls
