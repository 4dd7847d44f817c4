o = {name: "Ann", "age": 30, nested: {x: 1}}
TALK o.name
TALK o["age"]
TALK o.nested.x
TALK o.NAME
o.city = "Rome"
o["zip code"] = "00100"
TALK o["zip code"]
TALK o.missing IS NULL
TALK UBOUND(o)
TALK o
' expect: Ann
' expect: 30
' expect: 1
' expect: Ann
' expect: 00100
' expect: true
' expect: 5
' expect: {"name":"Ann","age":30,"nested":{"x":1},"city":"Rome","zip code":"00100"}
' section: 1.6
