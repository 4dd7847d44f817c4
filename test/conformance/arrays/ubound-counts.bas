' 2.9 D-3: UBOUND of a list is its number of elements; of other things what the table says
TALK UBOUND([7, 8])
TALK UBOUND(NULL)
TALK UBOUND({a: 1, b: 2, c: 3})
TALK UBOUND("text")
TALK UBOUND(SPLIT("a+b", "+"))
' expect: 2
' expect: 0
' expect: 3
' expect: 0
' expect: 2
