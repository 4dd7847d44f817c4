' 5.7: GUID and UUID make new identifiers of the usual form
a = GUID()
b = UUID()
TALK LEN(a), " ", a = b, " ", MID(a, 15, 1), " ", COUNT(SPLIT(b, "-"))
' expect: 36 false 4 5
