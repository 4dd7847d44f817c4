' 2.3: any value may be a condition; which are false
IF {} THEN TALK "no"
IF [] THEN TALK "no"
IF "0" THEN TALK "no"
IF "null" THEN TALK "no"
IF "no" THEN TALK "text"
IF NOW() THEN TALK "date"
IF [0] THEN TALK "list"
IF {a: NULL} THEN TALK "object"
IF " " THEN TALK "blank"
' expect: text
' expect: date
' expect: list
' expect: object
' expect: blank
