' 3.4 H-25 D-17: the left name is a field, the right side is evaluated outside, and the old value is there until the end
subject = "Broken lamp"
from = "ann@example.com"
ticket = {old: 1}
WITH ticket
  subject = subject
  from = from
  size = LEN(subject)
  kept = ticket.old
END WITH
TALK ticket.subject & "|" & ticket.from & "|" & ticket.size & "|" & ticket.kept
TALK ticket.old IS NULL
' expect: Broken lamp|ann@example.com|11|1
' expect: true
