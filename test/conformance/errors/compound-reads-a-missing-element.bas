' 2.9: strict: reading outside of a list is error 9, also where a compound assignment reads what it then sets
' strict
people = [{name: "Ana"}]
TRY
  people[4].name &= "!"
CATCH e
  TALK e.number, " ", LEN(people)
END TRY
people[1].name = "Bo"
TALK people
' expect: 9 1
' expect: [{"name":"Ana"},{"name":"Bo"}]
