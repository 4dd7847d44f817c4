' 5.6: an error that leaves TRY for ON ERROR GOTO goes through FINALLY first
ON ERROR GOTO trap
TRY
  THROW "broken"
FINALLY
  TALK "tidied"
END TRY
TALK "not reached"
trap:
TALK "trapped ", ERROR MESSAGE
' expect: tidied
' expect: trapped broken
