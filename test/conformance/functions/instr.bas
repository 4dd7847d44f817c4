' B: INSTR gives a 1-based place, 0 for none and for an empty needle; the start may come first
path = "a/b/c"
TALK INSTR(path, "/"), " ", INSTR(3, path, "/"), " ", INSTR(path, "z"), " ", INSTR(path, ""), " ", INSTR("😀=", "=")
' expect: 2 4 0 0 2
