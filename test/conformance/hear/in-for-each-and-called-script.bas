' 5.1, D-18: HEAR inside FOR EACH inside a called script, and the caller goes on
total = CALL "ask-each", ["apples", "pears"]
TALK "total ", total
' input: 3
' input: x
' input: 4
' expect: How many apples?
' expect: How many pears?
' expect: total 7
