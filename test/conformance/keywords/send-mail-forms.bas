' 3.12: SEND MAIL with three operands, an attachment, two operands, words, an account
' effect SEND MAIL: null
to = "ann@example.com"
subject = "order"
answer = "yes"
SEND MAIL to, subject, "It is here."
SEND EMAIL to, "Hi", "See file.", ATTACHMENT "a.pdf" USING "office@example.com"
SEND EMAIL to, "Only a text"
SEND EMAIL TO to SUBJECT "RE: " + subject BODY answer
SEND MAIL(to, "s", "b")
' expect: SEND MAIL {"to":"ann@example.com","subject":"order","body":"It is here."}
' expect: SEND MAIL {"to":"ann@example.com","subject":"Hi","body":"See file.","attachments":"a.pdf","account":"office@example.com"}
' expect: SEND MAIL {"to":"ann@example.com","body":"Only a text"}
' expect: SEND MAIL {"to":"ann@example.com","subject":"RE: order","body":"yes"}
' expect: SEND MAIL {"to":"ann@example.com","subject":"s","body":"b"}
' covers: D-42
