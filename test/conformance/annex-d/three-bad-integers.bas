' 5.2 D-19: after three answers that do not fit the variable is empty and the script goes on
' input: x
' input: 1.5
' input: many
HEAR n AS INTEGER
IF n = "" THEN TALK "none"
' expect: none
