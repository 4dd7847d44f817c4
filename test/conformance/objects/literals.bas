x = 5
y = "k"
o = {x, [y]: "computed", from: 1, "to": 2, list: [x]}
TALK o.x
TALK o.k
TALK o.from + o.to
TALK o
h = #{a: 1}
TALK h.a
e = NEW OBJECT
e.v = 1
TALK e
' expect: 5
' expect: computed
' expect: 3
' expect: {"x":5,"k":"computed","from":1,"to":2,"list":[5]}
' expect: 1
' expect: {"v":1}
' section: 1.6
