' 3.9: NOT NULL names table, column and rule
' data
' expect: "parts": name may not be empty (NOT NULL).
TABLE parts
  id number key
  name string(10) not null
END TABLE

TRY
  SAVE "parts", {id: 1}
CATCH e
  TALK e.message
END TRY
