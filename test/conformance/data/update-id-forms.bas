' 3.9, Annex D 49: UPDATE by id with an object, with a column, and the id THIS-IN-12
' data
' table jobs: [{"id": "THIS-IN-12", "state": "new", "left": 9}, {"id": "b", "state": "new", "left": 9}]
' expect: 1 1
' expect: run 4
' expect: 0
a = UPDATE "jobs", "THIS-IN-12", {state: "run"}
b = UPDATE "jobs", "THIS-IN-12", "left", 4
TALK a + " " + b
j = FIND "jobs", "id", "THIS-IN-12"
TALK j.state + " " + j.left
TALK UPDATE("jobs", "missing", {state: "x"})
' covers: D-49
