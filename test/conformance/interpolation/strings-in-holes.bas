' A hole is one expression, also with strings of its own.
x = "b"
o = {a: "brace } inside", list: [1, 2]}
TALK "${UCASE("a") + x}"
TALK "<${UCASE("a" & "}") + x}>"
TALK "${"first" & x}"
TALK "${ "spaced" & x }"
TALK "${REPLACE(x, "b", "${x}-${x}")}!"
TALK "${o["list"][1]} ${o["a"]}"
TALK "${IIF(x = "b", "yes", "no")}"
TALK "${\"escaped\" & x}"
TALK "${"${x}!"} ${"${"deep"}er"}"
TALK "${FORMAT(3.5, "0.00")} and ${FORMAT(0.25, "0%")}"
' A quote that can as well close the string does.
TALK "a ${" + x + "}"
TALK "a ${" & x & "-" & x & "}"
' expect: Ab
' expect: <A}b>
' expect: firstb
' expect: spacedb
' expect: b-b!
' expect: 2 brace } inside
' expect: yes
' expect: escapedb
' expect: b! deeper
' expect: 3.50 and 25%
' expect: a ${b}
' expect: a ${b-b}
' section: 1.5
