s = " Hello "
TALK s.trim().toLowerCase()
TALK "abc".includes("b")
TALK "abc".indexOf("c")
TALK "a,b".split(",").length
l = [3, 1]
l.push(2)
l.sort()
TALK l.join("-")
TALK l.shift()
l.unshift(9)
TALK l
TALK l.splice(0, 1)
TALK l.includes(2)
TALK {a: 1}.keys()[0]
n = NULL
TALK n?.trim() IS NULL
' expect: hello
' expect: true
' expect: 2
' expect: 2
' expect: 1-2-3
' expect: 1
' expect: [9,2,3]
' expect: [9]
' expect: true
' expect: a
' expect: true
' section: 2.9
