cart = []
total = 0
DO
  HEAR what WITH "Item?"
  IF what = "done" THEN EXIT DO
  HEAR price AS MONEY WITH "Price of ${what}?"
  PUSH(cart, {name: what, price: price})
  total += price
LOOP
FOR EACH item IN cart
  TALK "${item.name}: ${FORMAT(item.price, '0.00')}"
NEXT
TALK "Total: " + FORMAT(total, "#,##0.00")
' input: tea
' input: 3.5
' input: cup
' input: 1,200.25
' input: done
' expect: Item?
' expect: Price of tea?
' expect: Item?
' expect: Price of cup?
' expect: Item?
' expect: tea: 3.50
' expect: cup: 1200.25
' expect: Total: 1,203.75
' section: 3.2
