' TRIGGER "checklist", CODE runs this script beside the conversation: id is the code.
PARAM id AS TEXT DESCRIPTION "Code of the booking"

booking = FIND "bookings", "code", id
IF NOT booking THEN RETURN

n = NVL((AGGREGATE "tasks" MAX id), 0)
FOR EACH what IN ["Hall", "Music", "Flowers"]
  n = n + 1
  SAVE "tasks", { id: n, booking: id, what: what }
NEXT
