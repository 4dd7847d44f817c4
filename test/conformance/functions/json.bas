' B: JSON and its aliases write, JSON_PARSE and PARSE_JSON read
o = {n: 1, t: "q\"x", d: CDATE("2025-01-31"), l: [NULL, TRUE]}
TALK JSON(o)
TALK TOJSON([1]), " ", JSON_STRINGIFY("a"), " ", JSON({a: 1}, 2)
back = JSON_PARSE("{\"a\": [1, {\"b\": null}]}")
TALK back.a[1].b IS NULL, " ", back.a[0], " ", PARSE_JSON("[]")
' expect: {"n":1,"t":"q\"x","d":"2025-01-31","l":[null,true]}
' expect: [1] "a" {\n  "a": 1\n}
' expect: true 1 
