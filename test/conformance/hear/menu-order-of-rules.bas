' 3.6: an exact text goes before a number, a number before a unique part
HEAR size AS "2", "10 inch", "12 inch"
TALK size
HEAR again AS "2", "10 inch", "12 inch"
TALK again
HEAR part AS "2", "10 inch", "12 inch"
TALK part
' input: 2
' input: 3
' input: inch
' input: 10
' expect: 2
' expect: 12 inch
' expect: 10 inch
