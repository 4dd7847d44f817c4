' 3.9, H-33: single values are named like their variables, a path by its last field
' data
' expect: {"id":"new-1","name":"Ann","city":"Rome"}
name = "Ann"
home = {city: "Rome"}
SAVE "people", name, home.city
TALK FIND("people")
