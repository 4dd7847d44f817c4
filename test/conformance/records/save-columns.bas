name = "Ann"
o = {city: "Rome"}
SAVE "visits", name, o.city, 1 + 1
id = SAVE "visits", o
TALK id
' expect: SAVE visits ["Ann","Rome",2] ["name","city",null]
' expect: SAVE visits [{"city":"Rome"}] ["o"]
' expect: 1
' section: 3.9
