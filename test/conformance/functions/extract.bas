' B: what stands between, before and behind marks
line = "From: <ann@site.org> Ann"
TALK EXTRACT_BETWEEN(line, "<", ">"), " | ", EXTRACT_BEFORE(line, ":"), " | ", EXTRACT_AFTER(line, "> ")
TALK "[", EXTRACT_BETWEEN(line, "(", ")"), "][", EXTRACT_BEFORE("plain", ":"), "][", EXTRACT_AFTER("plain", ":"), "]"
' expect: ann@site.org | From | Ann
' expect: [][plain][]
