' 3.3: PUSH works on the list that its first operand was before the second was evaluated
FUNCTION restart(mark)
  queue = [mark]
  RETURN mark & "!"
END FUNCTION
queue = ["a"]
old = queue
result = PUSH(queue, restart("b"))
TALK "${queue} | ${old} | ${result}"
fresh = PUSH(nothing, LEN(result))
TALK fresh
nested = [1]
PUSH(nested, nested)
TALK LEN(nested) & LEN(nested[1])
TRY
  PUSH("text", 1)
CATCH e
  TALK e.number
END TRY
' expect: b | a, b! | a, b!
' expect: [2]
' expect: 22
' expect: 13
