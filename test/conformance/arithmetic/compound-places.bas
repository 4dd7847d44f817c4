o = {n: 1, list: [1, 2]}
o.n += 4
o.list[1] *= 10
TALK o.n
TALK o.list[1]
calls = 0
FUNCTION nextIndex()
  calls = calls + 1
  RETURN calls - 1
END FUNCTION
a = [5, 6, 7]
a[nextIndex()] += 100
TALK a[0]
TALK calls
' expect: 5
' expect: 20
' expect: 105
' expect: 1
' section: 2.6
