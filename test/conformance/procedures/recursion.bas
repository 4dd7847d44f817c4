FUNCTION fact(n)
  IF n <= 1 THEN RETURN 1
  RETURN n * fact(n - 1)
END FUNCTION
TALK fact(10)
FUNCTION fib(n)
  IF n < 2 THEN RETURN n
  RETURN fib(n - 1) + fib(n - 2)
END FUNCTION
TALK fib(10)
FUNCTION isEven(n)
  IF n = 0 THEN RETURN TRUE
  RETURN isOdd(n - 1)
END FUNCTION
FUNCTION isOdd(n)
  IF n = 0 THEN RETURN FALSE
  RETURN isEven(n - 1)
END FUNCTION
TALK isEven(50)
' expect: 3628800
' expect: 55
' expect: true
' section: 3.3
