TALK "12" * 2
TALK "3 apples" * 2
TALK "apples" * 2
TALK NULL + 5
TALK TRUE + 1
TALK "5" - 2
TALK "8" / "2"
' expect: 24
' expect: 6
' expect: 0
' expect: 5
' expect: 2
' expect: 3
' expect: 4
' section: 2.4
