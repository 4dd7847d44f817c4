' 3.9, H-36: emoji and accents before a value do not move what is known of it
' data
' table stores: [{"id": 1, "name": "Café 🍰"}, {"id": 2, "name": "Bar"}]
' input: Café 🍰
' input: 🍰' OR name <> '🍰
' expect: 1
' expect: 93
HEAR a
HEAR b
r = FIND "stores", "name <> '🍕🍕' AND name = '" + a + "'"
TALK r.id
TRY
  r = FIND "stores", "name <> '🍕🍕' AND name = '" + b + "'"
  TALK "found " + COUNT(r)
CATCH e
  TALK e.number
END TRY
