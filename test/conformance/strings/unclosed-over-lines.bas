' 1.5: a text goes on over the end of its line, breaks included
body = "Dear Ann,

your order is on its way.
"
TALK body & "Bye"
' expect: Dear Ann,\n\nyour order is on its way.\nBye
