' B: JOIN of an object joins its scalar values, or the names of its object values
TALK JOIN({a: 1, b: "two", c: TRUE}, "/")
TALK JOIN({x: {name: "Ann"}, y: {name: "Bob"}}, " & ")
TALK "[", JOIN(NULL), "]"
' expect: 1/two/true
' expect: Ann & Bob
' expect: []
