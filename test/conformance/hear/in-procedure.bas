FUNCTION ask(q)
  HEAR answer WITH q
  RETURN answer
END FUNCTION
TALK ask("A?") & ask("B?") & ask("C?")
' input: 1
' input: 2
' input: 3
' expect: A?
' expect: B?
' expect: C?
' expect: 123
' section: 5.2
