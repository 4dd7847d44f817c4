a = {x: 1, y: 2}
b = a + {y: 3, z: 4}
TALK b
TALK a.y
c = a
c.x = 100
TALK a.x
' expect: {"x":1,"y":3,"z":4}
' expect: 2
' expect: 100
' section: 1.6
