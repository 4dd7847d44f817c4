list = [3, 4]
count = 5
filter = "f"
image = "i"
data = {from: 1}
TALK list[1]
TALK count - 1
IF filter THEN TALK image
TALK data.from
text = "t"
TALK text
name = "n"
TALK name & count
' expect: 4
' expect: 4
' expect: i
' expect: 1
' expect: t
' expect: n5
' section: 1.8
