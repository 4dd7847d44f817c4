' The newest readings. The server gives them in pages of two, and page mode "auto" follows
' its "next" until the last one, so that the script gets one list.

' vault:meters-key stands for a secret of the bot. It is put in when the request goes out, and is in no log.
SET HEADER "X-Api-Key", "vault:meters-key"
SET PAGE MODE "auto"
found = GET meters + "/buildings/" + building + "/readings"
SET PAGE MODE "none"
CLEAR HEADERS

' A GET without an answer is NULL, and ERR tells why. Nothing is raised.
IF found IS NULL THEN
  TALK "The meters do not answer at the moment (${ERR}). Please try again later."
  RETURN
END IF

' What this bot keeps itself: one row for each meter, so that the next visit can tell the difference.
FOR EACH reading IN found.items
  before = FIND "readings", "meter", reading.meter
  reading.since = IIF(before, reading.kwh - before.kwh, 0)
NEXT
SHOW LIST found.items, { title: "Readings", columns: { meter: "Meter", kwh: "kWh", since: "Since the last visit" } }
MERGE "readings", MAP(found.items, "meter, kwh") BY "meter"
