o = {b: 2, a: 1}
TALK KEYS(o)
TALK VALUES(o)
TALK JSON(o)
p = JSON_PARSE("[1, {\"x\": null}]")
TALK p[1].x IS NULL
TALK TYPEOF(o) & TYPEOF([]) & TYPEOF(1) & TYPEOF(1.5) & TYPEOF("") & TYPEOF(NULL) & TYPEOF(TRUE)
' expect: b, a
' expect: [2,1]
' expect: {"b":2,"a":1}
' expect: true
' expect: objectarrayintegerdoublestringnullboolean
' section: 1.6
