' 1.4 H-11: a colon belongs to the conditional or the object around it
ready = TRUE
word = ready ? "go" : "wait" : TALK word
o = {a: 1, b: ready ? 2 : 3} : TALK o.b
' expect: go
' expect: 2
