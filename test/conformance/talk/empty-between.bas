' 3.5 D-34: TALK "" is a message of its own, which channels show as a blank line
TALK "above"
TALK ""
TALK "below"
' expect: above
' expect: 
' expect: below
