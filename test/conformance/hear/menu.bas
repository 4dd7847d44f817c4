HEAR c AS "Red", "Green", "Blue"
TALK c
HEAR c AS "Red", "Green", "Blue"
TALK c
HEAR c AS "Red", "Green", "Blue"
TALK c
list = ["One", "Two"]
HEAR c AS list
TALK c
' input: green
' input: 3
' input: re
' input: Red
' input: two
' expect: Green
' expect: Blue
' expect: Red
' expect: Two
' section: 3.6
