' 1.9 R4: in a list GET SESSION takes one operand behind a text and two behind anything else
' effect GET SESSION: "x"
' effect LOG ACTIVITY: null
s = "c-9"
row = {who: GET SESSION "name", where: GET SESSION s, "place", what: 3}
TALK row.who & row.where & row.what
LOG ACTIVITY "seen", GET SESSION "name", 5
' expect: GET SESSION {"key":"name"}
' expect: GET SESSION {"id":"c-9","key":"place"}
' expect: xx3
' expect: GET SESSION {"key":"name"}
' expect: LOG ACTIVITY {"values":["seen","x",5]}
