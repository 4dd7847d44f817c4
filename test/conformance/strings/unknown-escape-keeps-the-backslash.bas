' 1.5: an unknown escape keeps its backslash, so that paths survive
TALK "C:\Users\data"
TALK "tab\there", LEN("\t")
TALK "\u00e9\\"
' expect: C:\Users\data
' expect: tab	here1
' expect: é\
