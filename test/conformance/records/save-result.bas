' What SAVE gives is the id, and answers for the record.
ticket = {title: "Printer"}
id = SAVE "tickets", ticket
TALK "Ticket " + id + ", ${id}"
TALK id.id, " ", id.rows_affected, " ", id.success
TALK id = "1", " ", id = 1, " ", id <> "2", " ", "1" IN [id]
TALK TYPEOF(id), " ", LEN(id), " ", ISNUMERIC(id), " ", ISEMPTY(id)
IF id THEN TALK "saved"
TALK TOJSON({ticket: id})
copy = id
HEAR answer
TALK copy.rows_affected, " ", id + 1
TALK id.missing
' input: go on
' expect: SAVE tickets [{"title":"Printer"}] ["ticket"]
' expect: Ticket 1, 1
' expect: 1 1 true
' expect: true true true true
' expect: string 1 true false
' expect: saved
' expect: {"ticket":"1"}
' expect: 1 11
' expect:
' section: 3.9
