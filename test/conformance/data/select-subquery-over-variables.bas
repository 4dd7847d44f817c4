' 3.9: a SELECT in brackets reads rows and variables of the script as well
' data
' expect: Bob
people = [{name: "Ann", town: "Rome"}, {name: "Bob", town: "Oslo"}]
towns = [{town: "Oslo", cold: TRUE}, {town: "Rome", cold: FALSE}]
wanted = TRUE
found = SELECT name FROM people WHERE town IN (SELECT town FROM towns WHERE cold = wanted)
TALK found.name
