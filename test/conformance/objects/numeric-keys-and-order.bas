' 1.6: keys keep their order of insertion; those that are whole numbers come first as in JSON
o = {b: 1, a: 2}
o.c = 3
TALK JOIN(KEYS(o), "")
' expect: bac
