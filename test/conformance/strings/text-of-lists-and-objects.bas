' 2.1: a list of texts is joined, any other is JSON; so is an object
TALK ["red", "green"]
TALK [1, 2]
TALK {a: "x", n: NULL}
TALK TRUE, FALSE, NULL
' expect: red, green
' expect: [1,2]
' expect: {"a":"x","n":null}
' expect: truefalse
