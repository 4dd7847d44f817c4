' 3.6: the target may be a field or an element
order = {}
list = [1, 2]
HEAR order.name AS NAME
HEAR list[1] AS INTEGER
TALK order, " ", list
' input: ann
' input: 7
' expect: {"name":"Ann"} [1,7]
