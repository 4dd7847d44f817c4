' CLEAR ERROR forgets the recorded error; RESUME NEXT goes on behind a THROW.
ON ERROR RESUME NEXT
THROW "first"
TALK "[" + ERROR MESSAGE + "]"
CLEAR ERROR
TALK "[" + ERROR MESSAGE + "] " + ERROR()
' expect: [first]
' expect: [] false
' section: 5.6
