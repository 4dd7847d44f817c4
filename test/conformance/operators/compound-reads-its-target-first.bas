' 2.6: x += f() is x = x + f(), left to right: what f assigns to the target is overwritten, other elements keep it
stock = [10, 20]
total = {sum: 1}
visits = 1
FUNCTION Deliver()
  visits = 50
  stock = [70, 80]
  total = {sum: 60, note: "new"}
  RETURN 5
END FUNCTION
visits += Deliver()
TALK visits
stock[1] += Deliver()
TALK stock
total.sum *= Deliver()
TALK total
' expect: 6
' expect: [70,25]
' expect: {"sum":5,"note":"new"}
