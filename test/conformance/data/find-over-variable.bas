' 3.9: a variable that holds rows is a source
' data
' expect: b
people = [{name: "a", age: 3}, {name: "b", age: 30}]
r = FIND people WHERE age > 10
TALK r.name
