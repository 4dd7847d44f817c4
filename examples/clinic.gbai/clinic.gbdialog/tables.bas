' Appointments. A slot of a doctor is given away once: the rule is the table's, so that two people who
' choose the same slot at the same moment cannot both get it.
TABLE appointments
  code integer key
  doctor* string(60) not null
  day* date not null
  hour string(5) not null
  patient string(100) not null
  phone string(30)
  state string(10) default 'booked' check (state IN ('booked', 'moved', 'seen'))
  unique(doctor, day, hour)
END TABLE
CREATE INDEX by_phone ON appointments(phone)
