' 5.6: an untrapped missing service ends the run with 404
TALK "before"
meeting = START MEET "Planning"
TALK "after"
' expect: before
' expect error: 404 line 3
