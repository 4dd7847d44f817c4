' 3.11: files of the person
' effect SAVE USER DRIVE: null
' effect READ USER DRIVE: "note"
' effect LIST USER DRIVE: []
' effect DELETE USER DRIVE: null
SAVE USER DRIVE "n.txt", "note"
TALK READ USER DRIVE "n.txt"
mine = LIST USER DRIVE
DELETE USER DRIVE "n.txt"
' expect: SAVE USER DRIVE {"path":"n.txt","content":"note"}
' expect: READ USER DRIVE {"path":"n.txt"}
' expect: note
' expect: LIST USER DRIVE {}
' expect: DELETE USER DRIVE {"path":"n.txt"}
