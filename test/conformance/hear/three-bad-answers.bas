HEAR n AS INTEGER
TALK "[" & n & "]"
TALK n IS NULL OR n = ""
HEAR m AS INTEGER RETRIES 1
TALK "[" & m & "]"
' input: a
' input: b
' input: c
' input: d
' expect: []
' expect: true
' expect: []
' section: 5.2
