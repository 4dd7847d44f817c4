' 1.9 R1: behind a statement keyword and a blank, a parenthesis with a field or an index begins the operand
order = {customer: {name: "Ann"}, lines: ["tea", "cup"]}
TALK (order.customer).name
TALK (order.lines)[1], "!"
TALK (order.lines).join("+"), " ", 2
RETURN (order.customer).name
' expect: Ann
' expect: cup!
' expect: tea+cup 2
' expect result: Ann
