' -----------------------------------------------------------------------------
' The help desk of Casa Arábica, a maker of espresso machines.
'
' Every conversation runs this script from top to bottom. A HEAR waits for the
' person: a minute or a month, over any restart, and then the script goes on at
' that very line with all of its variables.
'
' company, desk and threshold are not set here. They come from config.csv, where
' "param-company,Casa Arábica" makes the variable company.
' -----------------------------------------------------------------------------

' What THINK KB searches from here on: two folders under helpdesk.gbkb.
USE KB "machines"
USE KB "shop"

' One message of several lines. Markdown is allowed, and ${...} puts a value in.
BEGIN TALK
  **Welcome to ${company}!** ☕

  I know our machines and our shop, and I can write a ticket to my colleagues in Porto and Hamburg.
END TALK

' A list after AS is a menu: the person clicks an entry, types it, or types its number.
HEAR choice AS "Solve a problem", "Look up a ticket"

' A type after AS checks the answer and asks again until it fits.
HEAR name AS NAME WITH "May I ask your name?"
HEAR email AS EMAIL WITH "Thank you, ${name}. At which e-mail address can we reach you?"

DO
  IF choice = "Look up a ticket" THEN
    CALL LookUpTicket
  ELSE
    CALL SolveProblem
  END IF

  TALK "Is there anything else?"
  HEAR choice AS "Solve a problem", "Look up a ticket", "No, that is all"
LOOP UNTIL choice = "No, that is all"

TALK "Thank you for your visit, ${name}. Enjoy your coffee! 👋"


' Searches the handbook until the person is content, or writes a ticket.
SUB SolveProblem
  ' "value AS label": the label is what the person sees, the value is what HEAR gets.
  ADD SUGGESTION "What does error E4 mean and what do I do?" AS "Error E4"
  ADD SUGGESTION "How do I descale my machine?" AS "Descaling"
  ADD SUGGESTION "How long does delivery take?" AS "Delivery time"
  TALK "What can we help you with? Describe it in your own words, or choose an example."
  HEAR problem AS TEXT
  CLEAR SUGGESTIONS

  DO
    CALL ShowAnswers(problem)
    IF helped THEN
      TALK "Wonderful! 🎉"
      RETURN
    END IF

    TALK "What shall we do?"
    HEAR wish AS "Ask in other words", "Write a ticket", "Leave it"
    IF wish = "Write a ticket" THEN
      CALL WriteTicket
      RETURN
    ELSE IF wish = "Leave it" THEN
      RETURN
    END IF
    HEAR problem AS TEXT WITH "Please ask again in other words."
  LOOP
END SUB


' Shows the passages that fit the question, best first, until one helped.
' Leaves its verdict in helped: variables belong to the whole script.
SUB ShowAnswers(question)
  helped = FALSE
  shown = 0
  found = THINK KB question

  FOR EACH passage IN found.results
    ' What covers too little of the question is noise; so is a fourth passage.
    IF passage.relevance < threshold OR shown = 3 THEN EXIT FOR
    shown = shown + 1

    source = passage.title
    IF passage.heading AND passage.heading <> passage.title THEN source = source + " › " + passage.heading
    IF passage.page THEN source = source + ", page " + passage.page

    TALK passage.content
    TALK "📖 *Source: ${source}*"
    HEAR helped AS BOOLEAN WITH "Did that help? (yes or no)"
    IF helped THEN RETURN
  NEXT

  IF shown = 0 THEN
    TALK "I found nothing about that in our handbook."
  ELSE
    TALK "Then I have nothing better to show, I am afraid."
  END IF
END SUB


' Writes the problem into the table "tickets", which SAVE makes when it is first used.
SUB WriteTicket
  HEAR urgent AS BOOLEAN WITH "Is it urgent? (yes or no)"

  ' A short number is easier to read out on the telephone than a long id. Try until one is free.
  DO
    number = INT(RND() * 900000) + 100000
    taken = FIND "tickets", "number", number
  LOOP WHILE taken

  WITH ticket
    number = number
    status = "open"
    name = name
    email = email
    problem = problem
    urgent = urgent
    created = FORMAT(NOW(), "YYYY-MM-DD HH:mm")
  END WITH
  SAVE "tickets", ticket

  TALK "Your ticket is written. ✍️ This is what my colleagues see:"
  ' Read back by its number, to be sure that it is really there.
  CALL ShowTicket(number)
  TALK "Please keep the number. We answer to ${email} within one working day."
END SUB


' Asks for a number and shows the ticket to the one who wrote it.
SUB LookUpTicket
  HEAR wanted AS INTEGER WITH "What is the number of your ticket? It has six digits."
  CALL ShowTicket(wanted)
END SUB


SUB ShowTicket(wanted)
  ' The three-operand form compares a column with a value: nothing that a person types can become part of a query.
  ' The result is a list of rows and, at once, its first row; it is false when there is none.
  ticket = FIND "tickets", "number", wanted

  ' A number alone must not open a ticket: anyone could try some.
  IF NOT ticket OR ticket.email <> email THEN
    TALK "I found no ticket ${wanted} under ${email}. Please check the number, or write to ${desk}."
    RETURN
  END IF

  ' A card is an object: each channel shows it in its own way. It may have a text, a picture and buttons as well.
  WITH card
    title = "Ticket " + ticket.number
    fields = {
      Status: ticket.status,
      Urgency: IF(ticket.urgent, "urgent 🔥", "normal"),
      Written: ticket.created,
      By: ticket.name + ", " + ticket.email,
      Problem: ticket.problem
    }
  END WITH
  SHOW CARD card
END SUB
