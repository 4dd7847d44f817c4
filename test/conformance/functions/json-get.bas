' B: JSON_GET follows a path through objects and lists, also of a JSON text
order = {items: [{sku: "A1"}, {sku: "B2"}]}
TALK JSON_GET(order, "items[1].sku"), " ", JSON_GET("{\"a\":{\"b\":7}}", "a.b"), " ", JSON_GET(order, "items[9].sku") IS NULL
' expect: B2 7 true
