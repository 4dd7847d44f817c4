' Alarms live on the meters' server: POST makes one, PUT replaces it, PATCH changes a part, DELETE HTTP takes it away.
' Each yields an envelope {status, ok, headers, data, error}; any other field is looked up in data.

SET HEADER "X-Api-Key", "vault:meters-key"
address = meters + "/buildings/" + building + "/alarms"

HEAR limit AS INTEGER WITH "Above how many kilowatts shall I warn?"
alarm = POST address WITH { limit: limit, active: TRUE }
IF NOT alarm.ok THEN
  TALK "The alarm was not taken: ${alarm.error}"
  CLEAR HEADERS
  RETURN
END IF
' The newest alarm of the building, for the script that hears of it: see meter-alarm.bas.
SET BOT MEMORY "alarm", alarm.id
TALK "Alarm ${alarm.id} is set at ${alarm.limit} kW."

DO
  HEAR change AS "Move it", "Pause it", "Delete it", "Try it", "Keep it"
  SELECT CASE change
    CASE "Move it"
      HEAR limit AS INTEGER WITH "To how many kilowatts?"
      alarm = PUT address + "/" + alarm.id WITH { limit: limit, active: TRUE }
      TALK "Alarm ${alarm.id} is now at ${alarm.limit} kW."
    CASE "Pause it"
      alarm = PATCH address + "/" + alarm.id WITH { active: FALSE }
      TALK IIF(alarm.active, "It is still awake.", "Alarm ${alarm.id} is asleep.")
    CASE "Delete it"
      gone = DELETE HTTP address + "/" + alarm.id
      TALK IIF(gone.ok, "The alarm is gone.", "It could not be deleted: " + gone.error)
    CASE "Try it"
      ' Without an address WEBHOOK POST calls the bot's own webhook: what the meters' server would do.
      ' A pause, so that nobody takes the bell for the answer to the choice.
      WAIT 1
      tried = WEBHOOK POST "meter-alarm" WITH { alarm: alarm.id, kw: limit + 1 }
      TALK IIF(tried.ok, "It rang. This is alarm number ${tried.count} of the building.", "It did not ring: " + tried.error)
  END SELECT
LOOP UNTIL change = "Delete it" OR change = "Keep it"
CLEAR HEADERS
