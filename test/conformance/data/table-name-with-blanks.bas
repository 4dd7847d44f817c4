' 3.9: columns with blanks keep their names
' data
' expect: 2025-01-02
SAVE "orders", {"Order Date": "2025-01-02"}
o = FIND "orders"
TALK o["Order Date"]
