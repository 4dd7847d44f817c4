' 3.9: SAVE of an object inserts it, and updates the row with the same id
' data
' expect: 1
' expect: Ann Lee 1
SAVE "people", {id: 7, name: "Ann"}
TALK COUNT(FIND("people"))
SAVE "people", {id: 7, name: "Ann Lee"}
p = FIND "people"
TALK p.name + " " + COUNT(p)
