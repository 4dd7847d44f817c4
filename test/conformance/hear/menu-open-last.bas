' 3.6, H-28: a star as the last item lets any text through and ends the line
HEAR reply AS "yes", "no", *
TALK reply
HEAR more AS "yes", "no", *
TALK more
' input: NO
' input: call me back
' expect: no
' expect: call me back
