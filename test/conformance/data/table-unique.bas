' 3.9: UNIQUE refuses a second row of the same value
' data
' expect: "parts": there is a row with the same code already (UNIQUE).
TABLE parts
  id number key
  code string unique
END TABLE

SAVE "parts", {id: 1, code: "a"}
TRY
  SAVE "parts", {id: 2, code: "a"}
CATCH e
  TALK e.message
END TRY
