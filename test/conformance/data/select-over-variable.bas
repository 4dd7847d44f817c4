' 3.9: an inline SELECT reads rows that a variable holds, and variables in its conditions
' data
' expect: 2
' expect: Bob
people = [{name: "Ann", age: 20}, {name: "Bob", age: 40}, {name: "Cy", age: 50}]
least = 30
older = SELECT name, age FROM people WHERE age > least ORDER BY age
TALK COUNT(older)
TALK older.name
