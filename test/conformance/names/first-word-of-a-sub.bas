' 3.3: the first word in a SUB without parameters is a statement, not a name that it takes
' expect: caught: closed
' expect: hello
SUB reopen
  TRY
    THROW "closed"
  CATCH problem
    TALK "caught: " + problem.message
  END TRY
END SUB
SUB greet
  SWITCH 1
    CASE 1
      TALK "hello"
  END SWITCH
END SUB
CALL reopen
greet
