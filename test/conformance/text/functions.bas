s = "Hello, World"
TALK LEN(s)
TALK LEFT(s, 5)
TALK RIGHT(s, 5)
TALK MID(s, 8)
TALK MID(s, 1, 4)
TALK UCASE(s)
TALK LCASE(s)
TALK INSTR(s, "World")
TALK INSTR(s, "x")
TALK REPLACE(s, "l", "L")
TALK TRIM("  x  ") + "."
TALK REVERSE("abc")
' expect: 12
' expect: Hello
' expect: World
' expect: World
' expect: Hell
' expect: HELLO, WORLD
' expect: hello, world
' expect: 8
' expect: 0
' expect: HeLLo, WorLd
' expect: x.
' expect: cba
' section: Annex B
