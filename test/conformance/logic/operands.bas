TALK 0 OR "default"
TALK "x" OR "default"
TALK "a" AND "b"
TALK NULL AND "b"
TALK (NULL OR 0) + 1
TALK TRUE AND FALSE
TALK NULL ?? "d"
TALK "" ?? "d"
' expect: default
' expect: x
' expect: b
' expect: 
' expect: 1
' expect: false
' expect: d
' expect: 
' section: 2.6
