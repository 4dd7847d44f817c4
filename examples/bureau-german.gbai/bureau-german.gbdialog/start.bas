' The German department: looks words up in the bureau's glossary. Of a longer message the first line counts, because
' what comes by COLLABORATE WITH has the findings of the other bots below it.
CONST GLOSSARY = { "bridge": "die Brücke", "contract": "der Vertrag", "invoice": "die Rechnung" }

TALK "German department. Which word?"
DO
  HEAR message AS TEXT
  word = TRIM(SPLIT(message, "\n")[0])
  found = GLOSSARY[LCASE(word)]
  IF found IS NULL THEN
    TALK "\"${word}\" is not in our glossary; a translator will look at it."
  ELSE
    TALK "${CAPITALIZE(word)} is ${found}."
  END IF
LOOP
