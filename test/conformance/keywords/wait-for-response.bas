' 3.6: WAIT FOR RESPONSE gives NULL when the time is over
' input timeout
HEAR NOWAIT
TALK "Working."
WAIT FOR RESPONSE AS answer TIMEOUT 30
IF answer IS NULL THEN TALK "nobody answered" ELSE TALK "you said " & answer
' expect: Working.
' expect: nobody answered
