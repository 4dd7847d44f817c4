' 5.1: what was computed before HEAR is kept, and nothing before it runs twice
FUNCTION ask(what)
  calls = calls + 1
  HEAR reply AS INTEGER WITH what
  RETURN reply
END FUNCTION
x = ask("first") * 10 + ask("second")
TALK x, " ", calls
' input: 4
' input: 2
' expect: first
' expect: second
' expect: 42 2
