' 1.8: TALK TO with an operand is a message to somebody; TALK to says the variable
' effect TALK TO: null
' effect SEND TO SESSION: null
to = "hello"
TALK to
TALK TO "email:ann@example.com", "Your order", 7
SEND TO SESSION "c-9", "found"
' expect: hello
' expect: TALK TO {"recipient":"email:ann@example.com","text":["Your order",7]}
' expect: SEND TO SESSION {"id":"c-9","text":"found"}
