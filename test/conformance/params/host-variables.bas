TALK "Hello ${username}"
TALK limit * 2
username = "changed"
TALK username
TALK unknownName IS NULL
' var: username = "Ann"
' var: limit = 5
' expect: Hello Ann
' expect: 10
' expect: changed
' expect: true
' section: 4.5
