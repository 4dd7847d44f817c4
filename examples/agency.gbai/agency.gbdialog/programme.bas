' What the agency shows of the coming parties; run again by REFRESH at every new booking.
coming = FIND "bookings", "state <> cancelled ORDER BY day LIMIT 20"
lines = []
FOR EACH party IN coming
  PUSH(lines, FORMAT(party.day, "DD/MM/YYYY") + " " + party.occasion)
NEXT
WRITE "programme.txt", JOIN(lines, "\n")
PUBLISH "programme"
