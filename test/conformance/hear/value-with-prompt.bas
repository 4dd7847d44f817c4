' 3.6: the value form takes a prompt, which is said first
nickname = HEAR "What may I call you?"
TALK "Hello " + nickname
answer = HEAR
TALK "You said " + answer
' input: Bo
' input: fine
' expect: What may I call you?
' expect: Hello Bo
' expect: You said fine
