' 2.4: & joins whatever it gets
TALK 1 & 2
TALK NULL & NULL & "."
TALK 1 + 1 & 1
' expect: 12
' expect: .
' expect: 21
