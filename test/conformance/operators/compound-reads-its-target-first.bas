' 2.6: x += f() is x = x + f(), left to right: what f assigns to the target is overwritten, what is beside it stays
visits = 1
stock = [10, 20]
total = {sum: 2}
FUNCTION CountAgain()
  visits = 50
  RETURN 5
END FUNCTION
FUNCTION Deliver()
  stock = [70, 80]
  RETURN 5
END FUNCTION
FUNCTION Audit()
  total = {sum: 60, note: "new"}
  RETURN 5
END FUNCTION
visits += CountAgain()
stock[1] += Deliver()
total.sum *= Audit()
TALK visits, " ", stock, " ", total
' expect: 6 [70,25] {"sum":10,"note":"new"}
