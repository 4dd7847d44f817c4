' 7.2, 3.3: a FUNCTION yields what its name holds, and calls itself with operands
' expect print:  720 HEY! 0 
OPTION CLASSIC
DECLARE FUNCTION Factorial (n)
DECLARE FUNCTION Shout$ (text$)
PRINT Factorial(6); Shout$("hey"); Nothing1
FUNCTION Factorial (n)
  IF n <= 1 THEN
    Factorial = 1
  ELSE
    Factorial = n * Factorial(n - 1)
  END IF
END FUNCTION
FUNCTION Shout$ (text$)
  Shout$ = UCASE$(text$) + "!"
END FUNCTION
FUNCTION Nothing1
END FUNCTION
