' 3.9, Annex D 38: MERGE BY "Id" on rows keyed id
' data
' table contacts: [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]
' expect: 1 1 1 3
' expect: Robert
rows = [{Id: 1, name: "Ann"}, {id: 2, name: "Robert"}, {id: 3, name: "Cy"}]
m = MERGE "contacts" WITH rows BY "Id"
TALK m.inserted + " " + m.updated + " " + m.unchanged + " " + m.total
TALK FIND("contacts", "id=2").name
' covers: D-38
