r = {a: 1}
WITH r
  .b = 2
  .c = .a + .b
END WITH
TALK r
WITH fresh
  .x = 1
END WITH
TALK fresh
' expect: {"a":1,"b":2,"c":3}
' expect: {"x":1}
' section: 3.4
