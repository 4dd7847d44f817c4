' 2.4: the other operators read numbers from text, NULL as 0
TALK "12" - 5
TALK "3 apples" * 2
TALK "7" / "2"
TALK NULL - 1
TALK "abc" * 2
' expect: 7
' expect: 6
' expect: 3.5
' expect: -1
' expect: 0
