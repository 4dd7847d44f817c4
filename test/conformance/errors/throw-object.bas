' 5.6: THROW of an object keeps its fields, its number and its message
TRY
  THROW {number: 1234, message: "no stock", item: "pen"}
CATCH e
  TALK e.number, " ", e.message, " ", e.item, " ", e.line
END TRY
TALK ERR
' expect: 1234 no stock pen 3
' expect: 1234
