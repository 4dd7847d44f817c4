' 6 H-41: JavaScript's methods from the fixed list
s = "  Mixed Case "
TALK s.trim().toUpperCase() & "|" & s.trim().length
l = [3, 1, 2]
l.push(5)
TALK l.sort().join("-")
TALK l.includes(5) & " " & l.indexOf(2) & " " & l.pop()
TALK "a,b".split(",").reverse().join("")
TALK l.slice(0, 2).length
' expect: MIXED CASE|10
' expect: 1-2-3-5
' expect: true 1 5
' expect: ba
' expect: 2
