' 3.9: AUTOCOMPLETE gives the different values that begin so
' data
' table towns: [{"name": "Rome"}, {"name": "Rouen"}, {"name": "Oslo"}, {"name": "Rome"}]
' expect: Rome, Rouen
TALK AUTOCOMPLETE("towns", "name", "ro")
