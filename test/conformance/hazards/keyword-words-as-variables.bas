' 1.8 H-3 D-41: a keyword word is a variable before = . [ , and operators; a call before a blank and a bracket
list = [{id: 4}, {id: 5}]
j = 1
count = 3
last = 2
size = 9
TALK list[j].id
x = count - 1
TALK x
TALK size - last
row = list[0]
TALK row.id
filter = "on"
IF filter THEN TALK "filter " & filter
top = FIRST [1, 2]
TALK top
' expect: 5
' expect: 2
' expect: 7
' expect: 4
' expect: filter on
' expect: 1
