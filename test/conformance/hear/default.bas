HEAR n AS INTEGER DEFAULT 7
TALK n
HEAR n AS INTEGER DEFAULT 7
TALK n
HEAR t WITH "Text?" DEFAULT "none"
TALK t
' input: 
' input: skip
' input: -
' expect: 7
' expect: 7
' expect: Text?
' expect: none
' section: 5.2
