' 3.12: SEND TEMPLATE in its four orders; its result answers both ways
' effect SEND TEMPLATE: [{"success": true}]
' effect CREATE TEMPLATE: null
' effect GET TEMPLATE: null
v = {name: "Ann"}
r = SEND TEMPLATE "welcome", "email", "ann@example.com", v
TALK r[0].success
SEND TEMPLATE "ann@example.com", "welcome", v
SEND TEMPLATE TO "ann@example.com", "welcome.txt", v
SEND_TEMPLATE "welcome", "ann@example.com", "email", v
CREATE TEMPLATE "bye", "Bye {{name}}"
t = GET TEMPLATE "bye"
' expect: SEND TEMPLATE {"values":["welcome","email","ann@example.com",{"name":"Ann"}]}
' expect: true
' expect: SEND TEMPLATE {"values":["ann@example.com","welcome",{"name":"Ann"}]}
' expect: SEND TEMPLATE {"to":"ann@example.com","values":["welcome.txt",{"name":"Ann"}]}
' expect: SEND TEMPLATE {"values":["welcome","ann@example.com","email",{"name":"Ann"}]}
' expect: CREATE TEMPLATE {"name":"bye","text":"Bye {{name}}"}
' expect: GET TEMPLATE {"name":"bye"}
' covers: D-33
