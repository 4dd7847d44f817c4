' H-48: an untyped answer is text: times converts it, plus joins it
HEAR quantity
TALK quantity * 3
TALK quantity + 3
' input: 12
' expect: 36
' expect: 123
' section: 5.2
