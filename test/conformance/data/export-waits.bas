' 3.9: EXPORT needs working files, which are still to come
' data
' table orders: [{"id": 1}]
' expect: 404 true
TRY
  EXPORT "orders", "orders.csv"
CATCH e
  TALK e.number + " " + (e.message CONTAINS "the drive service")
END TRY
