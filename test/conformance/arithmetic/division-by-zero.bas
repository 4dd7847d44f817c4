x = 1 / 0
IF x IS NULL THEN TALK "null"
y = 5 MOD 0
IF y IS NULL THEN TALK "null too"
z = 5 \ 0
TALK "[" + z + "]"
' expect: null
' expect: null too
' expect: []
' section: 2.4
