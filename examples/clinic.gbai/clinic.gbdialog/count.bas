' Runs for each change of an appointment, in a conversation of its own, without a person.
ON INSERT OF "appointments"
  before_it = GET BOT MEMORY "booked"
  IF before_it = NULL THEN before_it = 0
  SET BOT MEMORY "booked", before_it + 1
END ON

ON DELETE OF "appointments"
  SAVE "waiting_list", {doctor: row.doctor, day: row.day, hour: row.hour, freed: NOW()}
END ON
