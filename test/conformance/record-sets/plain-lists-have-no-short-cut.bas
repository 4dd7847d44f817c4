' 2.2: a list of objects from JSON answers no field of its first element
l = [{name: "x"}]
IF l.name IS NULL THEN TALK "no field"
TALK FIRST(l).name & l[0].name
' expect: no field
' expect: xx
