' Tenants report what is broken, send papers in, and fetch papers of their own.
USE KB "house"
TALK "**${office}**, good day. There is also a [form for repairs](/property/repair)."
HEAR flat AS TEXT WITH "Which flat is yours?"
flat = UCASE(TRIM(flat))
' Nobody has proved it, so it opens nothing: it is a name for the lists of conversations.
SET USER flat
DO
  HEAR wish AS "Report a repair", "My repairs", "Send a paper", "My papers", "House rules", "Goodbye" WITH "What is it about?"
  SELECT CASE wish
    CASE "Report a repair"
      HEAR what AS TEXT WITH "What is broken?"
      CALL Report
    CASE "My repairs"
      CALL Repairs
    CASE "Send a paper"
      CALL SendPaper
    CASE "My papers"
      CALL Papers
    CASE "House rules"
      HEAR question AS TEXT WITH "What would you like to know?"
      found = THINK KB question, {limit: 1}
      IF found.total_results > 0 THEN TALK found.results[0].content ELSE TALK "The house rules do not say."
  END SELECT
LOOP UNTIL wish = "Goodbye"
sent = GET SESSION "paper.last"
IF sent THEN TALK "The office looks at ${sent} tomorrow."
TALK "Have a good day."

SUB Report
  last = AGGREGATE "repairs" MAX number
  IF last = NULL THEN last = 1000
  done = INSERT "repairs", {number: last + 1, flat: flat, what: what, reported: NOW()}
  IF NOT done.success THEN
    TALK "Please send it once more."
    RETURN
  END IF
  ' What the caretaker will say at the door; this conversation alone knows it.
  code = GENERATE CODE 4
  SET SESSION "door code ${last + 1}", code
  TALK "Reported as number ${last + 1}. At the door the caretaker will say **${code}**."
END SUB

SUB Repairs
  mine = FIND "repairs" WHERE flat = flat ORDER BY number
  IF NOT mine THEN TALK "Nothing is reported for ${flat}."
  FOR EACH one IN mine
    code = GET SESSION "door code ${one.number}"
    TALK "${one.number} (${one.state}): ${one.what}" + IIF(code, " Code at the door: ${code}.", "")
  NEXT
END SUB

' What the tenant attaches goes into the folder of the flat; the tenant gets a link that ends.
SUB SendPaper
  HEAR paper AS FILE WITH "Please attach the paper."
  path = "flats/${flat}/${FORMAT(NOW(), "yyyyMMdd-HHmmss")}-${paper.filename}"
  UPLOAD paper, path
  SET "paper.last" = paper.filename
  SAVE "papers", {flat: flat, path: path, conversation: GET SESSION "id", at: NOW()}
  link = GENERATE SECURE LINK path EXPIRES 1 DAYS
  TALK "It is in the folder of ${flat}. [Look at it](${link}); the link holds for a day."
END SUB

' Papers of a flat are for whoever a channel has verified; on the web page nobody has been.
SUB Papers
  TRY
    SAVE USER DRIVE "visited.txt", "${flat} ${FORMAT(NOW(), "yyyy-MM-dd")}"
    FOR EACH paper IN LIST USER DRIVE "papers"
      TALK "${paper}: " + READ USER DRIVE "papers/" + paper
    NEXT
    DELETE USER DRIVE "visited.txt"
  CATCH e
    IF e.number <> 70 THEN THROW e
    TALK "For your own papers please write to us from your telephone, so that I know who you are."
  END TRY
END SUB
