' 3.3 H-12: a procedure of the script comes before a built-in function, that before a list
FUNCTION UCASE(t)
  RETURN "mine: " & t
END FUNCTION
price = [10, 20, 30]
month = MONTH("2025-06-01")
TALK UCASE("a") & " " & price(1) & " " & month & " " & MONTH("2025-07-01")
' expect: mine: a 20 6 7
