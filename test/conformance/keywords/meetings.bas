' 1.8: TALK TO MEET before TALK TO; HEAR FROM MEET INTO
' effect START MEET: {"id": "m-1"}
' effect JOIN MEET: null
' effect INVITE TO MEET: null
' effect TALK TO MEET: null
' effect HEAR FROM MEET: "good"
' effect LEAVE MEET: null
m = START MEET "Planning"
JOIN MEET m.id
INVITE TO MEET ["ann@example.com"], m.id
TALK TO MEET "We begin." AS VOICE
HEAR FROM MEET INTO remark TIMEOUT 60
TALK remark
LEAVE MEET
' expect: START MEET {"name":"Planning"}
' expect: JOIN MEET {"meeting":"m-1"}
' expect: INVITE TO MEET {"people":["ann@example.com"],"meeting":"m-1"}
' expect: TALK TO MEET {"text":"We begin.","mode":"VOICE"}
' expect: HEAR FROM MEET {"timeout":60}
' expect: good
' expect: LEAVE MEET {}
