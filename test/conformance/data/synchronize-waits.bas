' 3.9: SYNCHRONIZE names the service that it waits for
' expect: 404 true
TRY
  n = SYNCHRONIZE "https://api.example.com/items", "items", "id", "page", "limit"
CATCH e
  TALK e.number + " " + (e.message CONTAINS "connected data")
END TRY
