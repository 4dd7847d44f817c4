' B: STARTSWITH and ENDSWITH count capitals
TALK STARTSWITH("Order 7", "Order"), " ", STARTSWITH("Order 7", "order"), " ", ENDSWITH("a.csv", ".csv"), " ", ENDSWITH("a.csv", "x")
' expect: true false true false
