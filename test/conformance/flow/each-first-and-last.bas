' 3.2: FIRST n and LAST n keep part of the list; FOR x IN is FOR EACH x IN
days = ["mo", "tu", "we", "th"]
FOR EACH d IN days LAST 2
  TALK d
NEXT
FOR d IN days FIRST 1 DO
  TALK d
END FOR
TALK "last was " & d
' expect: we
' expect: th
' expect: mo
' expect: last was mo
