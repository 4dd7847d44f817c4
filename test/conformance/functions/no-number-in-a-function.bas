' 5.6: a function of numbers that is given a list raises error 13 at its place
total = 0
FOR EACH part IN ["4.2", "-7", ["nine"]]
  TRY
    amount = INT(part) + ABS(part)
    total = total + amount
  CATCH e
    TALK e.number & " in line " & e.line & " after " & total
  END TRY
NEXT
' expect: 13 in line 5 after 8.2
