x = 1
TALK x
TALK given
TALK neverSet
' strict
' var: given = "here"
' expect: 1
' expect: here
' expect error: 424 line 4
' section: 3.1
