' The information desk: rules of the house first, the catalogue when somebody looks for a book. Every answer says
' where it stands. How many books the catalogue has depends on what scripts/examples/library.ts has written.
USE KB "rules"
DO
  HEAR wish AS "Ask about the house", "Find a book", "My list", "Goodbye" WITH "**${house}**. What would you like?"
  SELECT CASE wish
    CASE "Ask about the house"
      HEAR question AS TEXT WITH "What is your question?"
      found = THINK KB question, {where: {kind: "rule"}, limit: 2}
      CALL Tell
    CASE "Find a book"
      CALL FindBook
    CASE "My list"
      CALL ReadingList
  END SELECT
LOOP UNTIL wish = "Goodbye"
TALK "Quiet reading!"

SUB Tell
  IF found.total_results = 0 THEN
    TALK "I found nothing about it. The desk on the ground floor is glad to help."
    RETURN
  END IF
  FOR EACH passage IN found.results
    place = passage.title
    IF passage.heading <> place THEN place = "${place}, ${passage.heading}"
    TALK "${passage.content}\n\n*${place} (${passage.source})*"
  NEXT
END SUB

' Books lie in a collection of their own, which is attached only while somebody looks for one.
SUB FindBook
  USE KB "catalogue"
  HEAR topic AS TEXT WITH "What should the book be about?"
  found = THINK KB topic, {kb: "catalogue", limit: 3}
  CLEAR KB "catalogue"
  CALL Tell
  IF found.total_results = 0 THEN RETURN
  best = found.results[0]
  HEAR keep AS BOOLEAN WITH "Shall I note the first one on your list?"
  IF keep THEN
    CALL AskCard
    SAVE "reading_lists", {card: card, title: best.title, source: best.source, noted: NOW()}
    TALK "Noted: ${best.title}."
  END IF
END SUB

SUB ReadingList
  CALL AskCard
  mine = FIND "reading_lists" WHERE card = card
  IF NOT mine THEN
    TALK "Your list is empty."
    RETURN
  END IF
  FOR EACH book IN mine
    TALK "- ${book.title}"
  NEXT
END SUB

' Once in a conversation.
SUB AskCard
  IF card = "" THEN HEAR card AS INTEGER WITH "The number of your library card?"
END SUB
