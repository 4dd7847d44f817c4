' 3.14: the people of the desk
' effect GET ATTENDANTS: {"count": 2}
' effect GET ATTENDANT STATUS: "online"
' effect GET ATTENDANT STATS: null
' effect SET ATTENDANT STATUS: null
' effect NOTIFY ATTENDANT: null
' effect GET NEXT AVAILABLE AGENT: {"name": "Ann"}
' effect IS ACTIVE: true
' effect GET LAST MESSAGE TIME: "10:00"
people = GET ATTENDANTS "online"
TALK people.count
TALK GET ATTENDANT STATUS "ann"
f = GET ATTENDANT STATS "ann"
SET ATTENDANT STATUS "ann" TO "away"
NOTIFY AGENT "ann" WITH "a customer waits"
free = GET_NEXT_AVAILABLE_AGENT()
TALK free.name
IF IS_ACTIVE("c-9") THEN TALK GET_LAST_MESSAGE_TIME("c-9")
' expect: GET ATTENDANTS {"status":"online"}
' expect: 2
' expect: GET ATTENDANT STATUS {"attendant":"ann"}
' expect: online
' expect: GET ATTENDANT STATS {"attendant":"ann"}
' expect: SET ATTENDANT STATUS {"attendant":"ann","status":"away"}
' expect: NOTIFY ATTENDANT {"attendant":"ann","text":"a customer waits"}
' expect: GET NEXT AVAILABLE AGENT {}
' expect: Ann
' expect: IS ACTIVE {"session":"c-9"}
' expect: GET LAST MESSAGE TIME {"session":"c-9"}
' expect: 10:00
