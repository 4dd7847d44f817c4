' -----------------------------------------------------------------------------
' Casa Lumen looks after the meters of an apartment building. The meters belong to
' another company, whose server this bot asks: with REST, GraphQL and SOAP.
'
' meters, building and tariff_seconds come from config.csv (param-meters and so on).
' Each choice is a script of its own; CALL runs it in this conversation.
' -----------------------------------------------------------------------------

TALK "**Casa Lumen** watches the meters of building ${building}. ⚡"

DO
  HEAR wish AS "Readings", "Consumption by month", "What would it cost?", "Alarms", "All meters", "That is all"
  SELECT CASE wish
    CASE "Readings"
      CALL "readings"
    CASE "Consumption by month"
      CALL "consumption"
    CASE "What would it cost?"
      CALL "tariff"
    CASE "All meters"
      CALL "meters"
    CASE "Alarms"
      CALL "alarms"
  END SELECT
LOOP UNTIL wish = "That is all"

TALK "Have a bright day!"
