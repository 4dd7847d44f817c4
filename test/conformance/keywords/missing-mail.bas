' 3.12: a keyword whose service is missing raises a trappable 404 that names it
TRY
  SEND MAIL "ann@example.com", "Order", "Sent."
CATCH e
  TALK e.number & ": " & e.message
END TRY
' expect: 404: SEND MAIL needs the mail service, which this version does not have.
