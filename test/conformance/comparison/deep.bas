IF [1, [2, 3]] = [1, [2, 3]] THEN TALK "lists"
IF {a: 1, b: [2]} = {b: [2], a: 1} THEN TALK "objects"
IF [1] <> [2] THEN TALK "different"
IF [1, 2] = [1] THEN TALK "no" ELSE TALK "length"
' expect: lists
' expect: objects
' expect: different
' expect: length
' section: 2.5
