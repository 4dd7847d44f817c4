' 3.6, H-27: one text after AS that looks like a sentence is a prompt, a short one a menu of one
HEAR pick AS "Which of the reports do you want?"
TALK "got ", pick
HEAR colour AS "Your colour:"
TALK colour
HEAR done AS "finish"
TALK done
' input: the second
' input: blue
' input: whatever
' input: FINISH
' expect: Which of the reports do you want?
' expect: got the second
' expect: Your colour:
' expect: blue
' expect: finish
