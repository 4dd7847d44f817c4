' 2.6 H-42: AND and OR return an operand and stop early
lead = {}
TALK lead.interest OR "our services"
TALK (lead.count OR 0) + 1
items = lead.list OR []
TALK UBOUND(items)
TALK "a" AND "b"
TALK NULL AND fails()
' expect: our services
' expect: 1
' expect: 0
' expect: b
' expect: 
FUNCTION fails()
  THROW "evaluated"
END FUNCTION
