o = {}
o["__proto__"] = "own"
o.constructor = "c"
TALK o.__proto__
TALK o.constructor
TALK o
p = {}
TALK p.toString IS NULL
TALK p.__proto__ IS NULL
TALK p.hasOwnProperty IS NULL
q = JSON_PARSE("{\"__proto__\": {\"polluted\": 1}}")
TALK p.polluted IS NULL
r = {}
TALK r.polluted IS NULL
' expect: own
' expect: c
' expect: {"__proto__":"own","constructor":"c"}
' expect: true
' expect: true
' expect: true
' expect: true
' expect: true
' section: 5.4
