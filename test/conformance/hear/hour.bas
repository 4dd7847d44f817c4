' 5.2: a time of day in 24 or 12 hours is stored as HH:mm text
HEAR opening AS HOUR
HEAR closing AS TIME
HEAR midnight AS HOUR
TALK opening, " ", closing, " ", midnight, " ", TYPEOF(opening)
' input: 9:05
' input: 25:00
' input: 2:30 PM
' input: 12:00 am
' expect: 09:05 14:30 00:00 string
