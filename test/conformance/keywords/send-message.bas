' 3.15: SEND MESSAGE is TALK
SEND MESSAGE "Hello " & 3
' expect: Hello 3
