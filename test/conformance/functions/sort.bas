' B: SORT by itself, by a column, downward
TALK SORT([10, 9, 1]), " ", SORT(["b", "a"], "desc")
people = [{name: "Cy", age: 30}, {name: "Al", age: 41}, {name: "Bo", age: 30}]
FOR EACH p IN SORT(people, "age", "desc")
  line = line & p.name & " "
NEXT
TALK line
TALK FIRST(SORT(people, "name")).name
' expect: [1,9,10] b, a
' expect: Al Cy Bo 
' expect: Al
