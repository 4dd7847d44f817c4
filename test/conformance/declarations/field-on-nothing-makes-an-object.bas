' 3.1: assigning a field of an unset name creates an object
r.name = "Ann"
r.address.city = "Faro"
TALK r.name & " " & r.address.city
' expect: Ann Faro
