' 3.9: CREATE INDEX is accepted at load and changes no result
' data
' expect: 2
TABLE parts
  id number key
  code string
END TABLE

CREATE INDEX by_code ON parts(code)
SAVE "parts", [{id: 1, code: "a"}, {id: 2, code: "b"}]
TALK FIND("parts" WHERE code = "b").id
