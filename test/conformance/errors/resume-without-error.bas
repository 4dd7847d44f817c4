' RESUME is for handlers only.
ON ERROR GOTO trap
TALK "first"
RESUME NEXT
END
trap:
TALK "never"
' expect: first
' expect: never
' section: 5.6
