' 5.2: a menu that is answered wrongly too often gives an empty text
HEAR plan AS "Basic", "Pro" RETRIES 2
TALK "[", plan, "]"
' input: gold
' input: silver
' expect: []
