' 3.9: SORT rows BY column DESC
' data
' expect: c,b,a
rows = [{k: "a", n: 1}, {k: "b", n: 2}, {k: "c", n: 3}]
sorted = SORT rows BY n DESC
out = []
FOR EACH r IN sorted
  PUSH out, r.k
NEXT
TALK JOIN(out, ",")
