x = "a"
y = x + 1
TALK y
TALK 1 + 2 + "b"
TALK "b" + 1 + 2
TALK 1 & 2
TALK "n: " & NULL & "."
TALK "t: " + TRUE
TALK [1] + "x"
TALK "l: " + ["a", "b"]
' expect: a1
' expect: 3b
' expect: b12
' expect: 12
' expect: n: .
' expect: t: true
' expect: [1]x
' expect: l: a, b
' section: 2.4
