order = {}
WITH order.customer
  name = "Ann"
END WITH
TALK order.customer.name
list = [NULL]
WITH list[0]
  .n = 1
END WITH
TALK list[0].n
' expect: Ann
' expect: 1
' section: 3.4
