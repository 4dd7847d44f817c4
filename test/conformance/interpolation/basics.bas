name = "Ann"
n = 3
TALK "Hello ${name}!"
TALK "${n} + ${n} = ${n + n}"
TALK "${name}${name}"
TALK "[${missing}]"
o = {a: {b: 5}}
TALK "deep: ${o.a.b}"
TALK "call: ${UCASE(name)}"
TALK "list: ${[1, 2]}"
' expect: Hello Ann!
' expect: 3 + 3 = 6
' expect: AnnAnn
' expect: []
' expect: deep: 5
' expect: call: ANN
' expect: list: [1,2]
' section: 1.5
