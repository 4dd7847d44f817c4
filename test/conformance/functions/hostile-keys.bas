' 2.1: names that JavaScript knows are ordinary keys everywhere
o = {}
FOR EACH k IN ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"]
  TALK k, " ", o[k] IS NULL, " ", k IN o
  o[k] = k & "!"
NEXT
TALK o["__proto__"], " ", o.constructor, " ", COUNT(KEYS(o)), " ", JSON(o)
copy = JSON_PARSE(JSON(o))
TALK copy = o, " ", copy["__proto__"], " ", copy.tostring
rows = PARSE_CSV("__proto__,constructor\n1,2")
TALK rows[0]["__proto__"] + rows[0].constructor, " ", MAP(rows, "constructor -> __proto__"), " ", JSON_GET(o, "__proto__.x") IS NULL
' expect: __proto__ true false
' expect: constructor true false
' expect: toString true false
' expect: hasOwnProperty true false
' expect: valueOf true false
' expect: __proto__! constructor! 5 {"__proto__":"__proto__!","constructor":"constructor!","toString":"toString!","hasOwnProperty":"hasOwnProperty!","valueOf":"valueOf!"}
' expect: true __proto__! toString!
' expect: 3 {"__proto__":2} true
