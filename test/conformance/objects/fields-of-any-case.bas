' 1.1: a field is looked up by exact spelling, then ignoring case
row = {"Id": 7, "Order Date": "today", id2: 1}
TALK row.id & " " & row.ID & " " & row["order date"]
row.ID = 8
TALK JSON(row)
' expect: 7 7 today
' expect: {"Id":8,"Order Date":"today","id2":1}
