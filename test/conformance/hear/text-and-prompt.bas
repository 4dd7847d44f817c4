HEAR name WITH "Your name?"
TALK "Hi ${name}"
x = HEAR "And age?"
TALK x
HEAR y
TALK "[" & y & "]"
' input: Ann
' input: 30
' input: 
' expect: Your name?
' expect: Hi Ann
' expect: And age?
' expect: 30
' expect: []
' section: 3.6
