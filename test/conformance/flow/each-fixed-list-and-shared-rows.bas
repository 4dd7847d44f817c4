' 3.2: the list is fixed when the loop begins, but its elements are the same
list = [{n: 1}, {n: 2}]
FOR EACH row IN list
  row.n = row.n * 10
  PUSH list, {n: 5}
NEXT
TALK UBOUND(list) & " " & list[0].n & " " & list[1].n
' expect: 4 10 20
