' 3.9: tables compare texts as stored, lists without regard to case
' data
' table people: [{"id": 1, "name": "Ann"}]
' expect: 0 1
a = FIND "people", "name = ann"
list = [{name: "Ann"}]
b = FIND list, "name = ann"
TALK COUNT(a) + " " + COUNT(b)
