' -----------------------------------------------------------------------------
' The desk of Vale Claro. The town's site vouches for who somebody is, so the desk
' knows them again in every conversation: their language, their district, and what
' they asked last. What is kept of a person, the person can see and take back.
' -----------------------------------------------------------------------------

CONST DAYS_OF_DISTRICTS = { "centro": "monday", "ribeira": "tuesday", "monte": "thursday" }

' User memory needs a person whose identity is verified. Others are served as well, without a memory.
known = TRUE
TRY
  language = GET USER MEMORY "language"
CATCH e
  IF e.number <> 70 THEN THROW e
  known = FALSE
END TRY

IF language IS NULL THEN
  TALK "Vale Claro: português, English, Deutsch?"
  HEAR chosen AS "Português", "English", "Deutsch"
  language = SWITCH(chosen, "Português", "pt", "Deutsch", "de", "en")
  IF known THEN SET USER MEMORY "language", language
  w = CALL "words", language
  TALK w.welcome
ELSE
  w = CALL "words", language
  ' REMEMBER is this bot's own and ends by itself; user memory is there for all bots of the town.
  last = RECALL "last wish"
  TALK w.again + IIF(last, " (" + last + ").", ".")
END IF

DO
  TALK w.what
  HEAR wish AS w.bins, w.about, w.forget, w.bye
  SELECT CASE wish
    CASE w.bins
      CALL TellBinDay
    CASE w.about
      CALL TellFacts
    CASE w.forget
      CALL Forget
  END SELECT
  IF wish <> w.bye AND wish <> w.forget THEN REMEMBER "last wish", wish, "30 days"
LOOP UNTIL wish = w.bye
TALK w.bye + "!"

SUB TellBinDay
  district = NULL
  IF known THEN district = GET USER MEMORY "district"
  IF district IS NULL THEN
    TALK w.district
    HEAR district AS "Centro", "Ribeira", "Monte"
    IF known THEN
      SET USER MEMORY "district", district
      ' Facts are what the language model is told of a person, in every bot: a key and a value, or a sentence.
      SET USER FACT "district", district
      REMEMBER USER FACT "Asked about waste collection"
      TALK w.noted
    END IF
  END IF
  TALK w.bin_day + " " + DayName(DAYS_OF_DISTRICTS[LCASE(district)]) + "."
END SUB

SUB TellFacts
  facts = NULL
  IF known THEN facts = USER FACTS
  IF NOT facts THEN
    TALK w.nothing
    RETURN
  END IF
  FOR EACH fact IN facts
    TALK IIF(fact.key = fact.value, "* " + fact.value, "* " + fact.key + ": " + fact.value)
  NEXT
END SUB

SUB Forget
  IF known THEN CLEAR USER MEMORY
  TALK w.gone
END SUB

' The weekday in the person's language.
FUNCTION DayName(day)
  IF language = "pt" THEN RETURN SWITCH(day, "monday", "segunda-feira", "tuesday", "terça-feira", "quinta-feira")
  IF language = "de" THEN RETURN SWITCH(day, "monday", "Montag", "tuesday", "Dienstag", "Donnerstag")
  RETURN CAPITALIZE(day)
END FUNCTION
