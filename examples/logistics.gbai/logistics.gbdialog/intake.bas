' A depot puts a CSV file into inbox/ of the drive: its rows go into the table, and the file to archive/.
ON CHANGE "inbox/*.csv" EVENTS ["create", "modify"]
  done = MERGE "parcels" WITH (IMPORT path) BY "number"
  SAVE "intake_log", {file: file.name, inserted: done.inserted, updated: done.updated, at: NOW()}
  MOVE path TO "archive/" + file.name
END ON
