' B, H-30: MID of a text is 1-based, of a list 0-based
code = "AB-123-X"
TALK MID(code, 4, 3), " ", MID(code, 4), " ", MID(code, 7, 99), " [", MID(code, 20), "]"
rows = ["a", "b", "c", "d"]
TALK MID(rows, 1, 2), " ", MID(rows, 2), " ", COUNT(MID(rows, 0, 100))
' expect: 123 123-X -X []
' expect: b, c c, d 4
' section: Annex B
