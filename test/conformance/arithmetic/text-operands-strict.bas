TALK "12" * 2
TALK "apples" * 2
' strict
' expect: 24
' expect error: 13 line 2
' section: 2.4
