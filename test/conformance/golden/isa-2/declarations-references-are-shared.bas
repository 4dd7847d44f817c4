' 3.1: lists and objects are references
reply = {text: "a"}
custom = reply
custom.text = "b"
TALK reply.text
l = [1]
m = l
PUSH m, 2
TALK UBOUND(l)
