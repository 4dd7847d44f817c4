' 3.4 H-26: WITH is a block only at the start of a statement
' input: Ann
HEAR name WITH "Who?"
WITH card
  title = name
END WITH
TALK card.title
' expect: Who?
' expect: Ann
