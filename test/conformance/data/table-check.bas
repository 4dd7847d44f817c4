' 3.9: CHECK refuses the row and leaves nothing behind
' data
' expect: "parts": the value of size breaks its rule (CHECK).
' expect: 0
TABLE parts
  id number key
  size integer check (size > 0 AND size < 10)
END TABLE

TRY
  SAVE "parts", [{id: 1, size: 4}, {id: 2, size: 40}]
CATCH e
  TALK e.message
END TRY
TALK COUNT(FIND("parts"))
