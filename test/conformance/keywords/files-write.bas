' 3.11: WRITE and READ with a comma and with TO
' effect WRITE: null
' effect READ: "one"
WRITE "notes.txt", "one"
WRITE [1, 2] TO "list.json"
text = READ "notes.txt"
TALK text
' expect: WRITE {"path":"notes.txt","content":"one"}
' expect: WRITE {"content":[1,2],"path":"list.json"}
' expect: READ {"path":"notes.txt"}
' expect: one
