HEAR c AS "done", *
TALK c
HEAR c AS "done", "more", *
TALK c
' input: something else
' input: DONE
' expect: something else
' expect: done
' section: 3.6
