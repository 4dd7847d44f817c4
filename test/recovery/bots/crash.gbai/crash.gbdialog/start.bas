' A conversation whose every answer follows from what was said before it, so that one lost, doubled or
' reordered turn changes every later line. Each word does one kind of work that a kill can fall into.
PARAM id AS STRING DESCRIPTION "Keeps the rows of one conversation apart"

count = 0
trail = ""
saved = 0
TALK "Ready."
DO
  HEAR word AS TEXT
  count = count + 1
  trail = RIGHT(trail + "," + word, 60)
  SELECT CASE word
    CASE "save"
      saved = saved + 1
      SAVE "crash_log", { conversation: id, step: count, word: word }
      rows = FIND "crash_log", "conversation", id
      TALK "Saved " + saved + ", found " + COUNT(rows) + "."
    CASE "remember"
      before = GET BOT MEMORY "crash-" + id
      SET BOT MEMORY "crash-" + id, (before OR 0) + 1
      TALK "Remembered " + GET BOT MEMORY("crash-" + id) + "."
    CASE "document"
      text = GET "notes.pdf"
      TALK "The document says: " + LEFT(TRIM(text), 24) + "."
    CASE "slow"
      TALK "One moment."
      WAIT 0.4
      TALK "Done."
    CASE "long"
      WAIT 20
      TALK "Waited."
    CASE "work"
      sum = 0
      FOR i = 1 TO 60000
        sum = sum + i MOD 7
      NEXT
      TALK "Worked: " + sum + "."
    CASE "choose"
      HEAR pick AS "left", "right"
      TALK "You went " + pick + "."
    CASE "retry"
      TRY
        receipt = PAY RETRY 5 WITH id + "/" + count
        TALK "Paid."
      CATCH e
        TALK "Unclear."
      END TRY
    CASE "ask"
      TRY
        receipt = PAY ASK 5 WITH id + "/" + count
        TALK "Paid."
      CATCH e
        TALK "Unclear."
      END TRY
    CASE "raise"
      TRY
        receipt = PAY RAISE 5 WITH id + "/" + count
        TALK "Paid."
      CATCH e
        TALK "Unclear."
      END TRY
    CASE "stop"
      TALK "Stopped after " + count + "."
      EXIT
    CASE ELSE
      TALK "You said " + word + "."
  END SELECT
  TALK "Step " + count + ", trail " + trail + "."
LOOP
