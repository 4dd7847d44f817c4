' The list of the building's meters, copied whole from the other company: SYNCHRONIZE asks for page after page and
' changes the table by its key, so that a meter that is there already is not added again.
SET HEADER "X-Api-Key", "vault:meters-key"
SYNCHRONIZE meters + "/buildings/" + building + "/meters", "meters", "number", "page", "limit"
CLEAR HEADERS

hanging = FIND "meters" ORDER BY number
SHOW LIST hanging, { title: "Meters", columns: { number: "Meter", place: "Hangs in" } }
TALK "${COUNT(hanging)} meters; the last one, ${LAST(hanging, "number")}, hangs in the ${LAST(hanging, "place")}."
