' 3.12: ADD MEMBER and CREATE_TEAM
' effect ADD MEMBER: null
' effect CREATE TEAM: "g-1"
ADD MEMBER "sales", "ann", "admin"
id = CREATE_TEAM "spring", ["ann"]
TALK id
' expect: ADD MEMBER {"group":"sales","user":"ann","role":"admin"}
' expect: CREATE TEAM {"name":"spring","members":["ann"]}
' expect: g-1
