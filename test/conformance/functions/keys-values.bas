' B: KEYS and VALUES of an object
o = {b: 1, a: [2]}
TALK KEYS(o), " ", VALUES(o), " ", KEYS({}), " ", KEYS([5, 6])
' expect: b, a [1,[2]]  [0,1]
