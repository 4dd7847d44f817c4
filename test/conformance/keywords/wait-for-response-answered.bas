' 3.6: WAIT FOR RESPONSE puts what the person says into its variable
' input: blue
WAIT FOR RESPONSE AS reply TIMEOUT 30
TALK UCASE(reply)
' expect: BLUE
