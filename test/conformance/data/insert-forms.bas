' 3.9: INSERT of an object, INTO ... VALUES, of values, and WITH
' data
' expect: 4
' expect: dora 4
name = "carl"
level = 3
INSERT "team", {name: "ann", level: 1}
row = {name: "bob", level: 2}
INSERT INTO "team" VALUES row
INSERT INTO "team", name, level
INSERT INTO "team" WITH name = "dora", level = level + 1
TALK COUNT(FIND("team"))
d = FIND "team" WHERE name = "dora"
TALK d.name + " " + d.level
