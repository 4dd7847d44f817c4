' 3.6: the prompt is any additive expression
account = {name: "Acme"}
HEAR amount AS INTEGER WITH "Amount [" + account.name + "]:"
TALK amount * 2
' input: 21
' expect: Amount [Acme]:
' expect: 42
