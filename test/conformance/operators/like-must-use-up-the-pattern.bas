' 2.6: what is left of a pattern must match nothing
TALK "An" LIKE "An?"
TALK "An" LIKE "An*"
TALK "An" LIKE "A*n*"
TALK "Anna" LIKE "*n"
TALK "" LIKE "_"
' expect: false
' expect: true
' expect: true
' expect: false
' expect: false
