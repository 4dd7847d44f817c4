' The second RESUME has no error any more.
ON ERROR GOTO trap
THROW "once"
TALK "behind"
ON ERROR GOTO 0
RESUME
END
trap:
RESUME NEXT
' expect: behind
' expect error: 20 line 6
' section: 5.6
