' 3.9: MERGE INTO ... ON ... WITH
' data
' table towns: [{"id": 1, "code": "RM", "name": "Rom"}]
' expect: 1 1
' expect: Rome
rows = [{code: "RM", name: "Rome"}, {code: "OS", name: "Oslo"}]
m = MERGE INTO "towns" ON code = code WITH rows
TALK m.inserted + " " + m.updated
TALK FIND("towns", "code=RM").name
