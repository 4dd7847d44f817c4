ON ERROR GOTO handler
TALK "before"
THROW "first"
TALK "never"
handler:
TALK "handled " & ERROR_MESSAGE
THROW "second"
' expect: before
' expect: handled first
' expect error: 1000 line 7
' section: 5.6
