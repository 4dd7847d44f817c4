' -----------------------------------------------------------------------------
' The desk of Ponte, a bureau of translators. Two other bots work behind it:
' bureau-prices and bureau-german. Each has a conversation of its own that belongs
' to this one, and is asked there.
' -----------------------------------------------------------------------------

' Words that call a colleague when nobody waits for an answer.
ADD BOT "bureau-prices" WITH TRIGGER "price, cost"
ADD BOT "bureau-german" WITH TRIGGER "german, deutsch"
SET BOT PRIORITY "bureau-german", 10

TALK "**Ponte** translates. My colleagues do prices and German."
DO
  HEAR wish AS "What does it cost?", "A word in German", "An offer", "For the office", "Talk to the German department"
  SELECT CASE wish
    CASE "What does it cost?"
      HEAR text AS TEXT WITH "Please paste the text."
      TALK DELEGATE text TO BOT "bureau-prices" TIMEOUT 20
    CASE "A word in German"
      HEAR word AS TEXT WITH "Which word?"
      ' Sent now, waited for later: the desk can talk meanwhile.
      SEND TO BOT "bureau-german" MESSAGE word
      TALK "I have asked the German department."
      answer = WAIT FOR BOT "bureau-german" TIMEOUT 20
      TALK "They say: ${answer}"
    CASE "An offer"
      HEAR text AS TEXT WITH "Please paste the text."
      ' One after the other, each with what the ones before have found.
      offer = COLLABORATE WITH ["bureau-prices", "bureau-german"] ON text
      TALK offer
    CASE "For the office"
      CALL "office"
  END SELECT
LOOP UNTIL wish = "Talk to the German department"

' From here on the German department answers whatever the person says.
HEAR how AS "One question", "Stay there"
IF how = "One question" THEN
  DELEGATE TO "bureau-german" WITH CONTEXT "bridge"
ELSE
  TRANSFER CONVERSATION TO "bureau-german"
  TALK "You are through to the German department. Which word?"
END IF
