' 5.1, 5.4: values nested hundreds of levels deep, and one that holds itself, are kept across HEAR
FOR i = 1 TO 600
  nest = [i, nest]
  chain = {next: chain}
NEXT
ring = {name: "ring"}
ring.self = ring
DIM grid(2)
grid(1) = nest
HEAR pause
depth = 0
x = nest
WHILE x IS NOT NULL
  depth = depth + 1
  x = x[1]
WEND
TALK depth, " ", nest[1][1][0], " ", ring.self.self.name, " ", grid(1)[0], " ", UBOUND(grid)
n = 0
WHILE chain IS NOT NULL
  n = n + 1
  chain = chain.next
WEND
TALK n
' input: go on
' expect: 600 598 ring 600 2
' expect: 600
