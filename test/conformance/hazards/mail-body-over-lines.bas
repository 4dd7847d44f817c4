' 1.5 H-20: the text of a mail goes to its closing quote, over as many lines as it takes
' effect SEND MAIL: null
to = "ann@example.com"
SEND MAIL to, "Order", "Dear Ann,

it's on its way.
Bye"
TALK "sent"
' expect: SEND MAIL {"to":"ann@example.com","subject":"Order","body":"Dear Ann,\n\nit's on its way.\nBye"}
' expect: sent
