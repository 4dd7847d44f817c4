' 5.2: an integer drops grouping in threes, refuses a fraction and keeps its sign
HEAR people AS INTEGER
TALK people, " ", TYPEOF(people)
HEAR stock AS INT
TALK stock
HEAR delta AS INTEGER
TALK delta
HEAR spaced AS INTEGER
TALK spaced + 1
' input: 1.5
' input: 12
' input: 1.234.567
' input: -40
' input: 12 000
' expect: 12 integer
' expect: 1234567
' expect: -40
' expect: 12001
