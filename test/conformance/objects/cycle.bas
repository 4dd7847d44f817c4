a = {name: "a"}
a.self = a
TALK a.self.self.name
list = [1]
list[1] = list
TALK list[1][1][0]
HEAR go
a.name = "changed"
TALK a.self.self.name
list[1][0] = 7
TALK list[0]
' input: on
' expect: a
' expect: 1
' expect: changed
' expect: 7
' section: 1.6
