' Annex B H-30: MID counts a text from 1 and a list from 0
TALK MID("abcdef", 2, 3)
TALK JOIN(MID(["a", "b", "c", "d"], 1, 2), "")
TALK MID("abc", 3)
' expect: bcd
' expect: bc
' expect: c
