' 1.1: a dictionary of many names is found, and assigned, in any spelling
d = {}
FOR i = 1 TO 100
  d["Key" & i] = i
NEXT
d["key7"] = "small"
TALK d.KEY50, " ", d["Key7"], " ", d.key7, " ", d.KEY7, " ", d.missing IS NULL, " ", "KEY99" IN d
d.KEY50 = "changed"
TALK d["Key50"], " ", COUNT(d)
' expect: 50 small small small true true
' expect: changed 100
