' 2.6, 7.2: operands go from left to right, also before a FUNCTION that is called by its name alone
' expect print:  105  2 
OPTION CLASSIC
DIM SHARED stock
stock = 5
PRINT stock + Delivery; stock
FUNCTION Delivery
  stock = 2
  Delivery = 100
END FUNCTION
