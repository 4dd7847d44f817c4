' 2.8: FORMAT AS JSON, CSV, XML and YAML takes the bare word, also before an operator
item = {code: "A1", qty: 2}
TALK "<" + FORMAT item AS JSON + ">"
TALK FORMAT [item] AS CSV
TALK FORMAT item AS XML
TALK FORMAT(item, "YAML")
json = "0.0"
TALK FORMAT 3 AS json
' expect: <{"code":"A1","qty":2}>
' expect: code,qty\nA1,2
' expect: <?xml version="1.0" encoding="UTF-8"?>\n<root><code>A1</code><qty>2</qty></root>
' expect: code: A1\nqty: 2
' expect: 3.0
