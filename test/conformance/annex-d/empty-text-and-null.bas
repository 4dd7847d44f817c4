' 2.5 D-2: "" equals NULL but is not NULL
IF "" = NULL THEN TALK "equal"
TALK "" IS NULL
' expect: equal
' expect: false
