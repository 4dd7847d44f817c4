' 5.1, 5.4: values nested hundreds of levels deep, and one that holds itself, are kept across HEAR
nest = "core"
FOR i = 1 TO 60
  nest = [[[[[[[[[[nest]]]]]]]]]]
  chain = {next: {next: {next: {next: {next: {next: {next: {next: {next: {next: chain}}}}}}}}}}
NEXT
ring = {name: "ring"}
ring.self = ring
DIM grid(2)
grid(1) = nest
HEAR pause
x = nest
FOR i = 1 TO 60
  x = x[0][0][0][0][0][0][0][0][0][0]
NEXT
y = chain
FOR i = 1 TO 59
  y = y.next.next.next.next.next.next.next.next.next.next
NEXT
TALK x, " ", ring.self.self.name, " ", UBOUND(grid), " ", y IS NULL, " ", y.next.next.next.next.next.next.next.next.next.next IS NULL
' input: go on
' expect: core ring 2 false true
