' -----------------------------------------------------------------------------
' The desk of a small paper. A news agency's feed and pages are its sources; what
' an editor takes stands in the table "stories", so that nobody takes it twice.
' -----------------------------------------------------------------------------

' The agency's pages become knowledge of this bot: read politely, and again every week.
USE WEBSITE agency + "/news/" REFRESH "1 week"
TALK "Good morning. The agency's wire is open. 🗞️"

DO
  HEAR wish AS "Headlines", "Take a story", "Weather and tides", "Ask the archive", "Our own stories", "That is all"
  SELECT CASE wish
    CASE "Headlines"
      CALL "headlines"
    CASE "Take a story"
      CALL "take-story"
    CASE "Weather and tides"
      CALL "weather"
    CASE "Ask the archive"
      CALL AskArchive
    CASE "Our own stories"
      SHOW LIST FIND("stories"), { columns: { title: "Story", lead: "Lead" }, empty: "We have none yet." }
  END SELECT
LOOP UNTIL wish = "That is all"

' Detaches the pages from this conversation; the bot keeps them for the next one.
CLEAR WEBSITES
TALK "Until the next edition."

SUB AskArchive
  HEAR question AS TEXT WITH "What would you like to know?"
  found = THINK KB question
  IF found.total_results = 0 THEN
    TALK "The archive has nothing about that yet."
    RETURN
  END IF
  best = found.results[0]
  TALK best.content
  TALK "*${best.title}*"
END SUB
