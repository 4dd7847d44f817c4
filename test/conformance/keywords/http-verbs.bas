' 3.10: PUT, PATCH, DELETE HTTP, WEBHOOK POST
' effect PUT: null
' effect PATCH: null
' effect DELETE HTTP: null
' effect WEBHOOK POST: null
url = "https://api.example.com/orders/7"
PUT url, {state: "sent"}
PATCH url, {state: "sent"}
DELETE HTTP url
WEBHOOK POST "https://hooks.example.com/x" WITH {id: 7}
' expect: PUT {"url":"https://api.example.com/orders/7","body":{"state":"sent"}}
' expect: PATCH {"url":"https://api.example.com/orders/7","body":{"state":"sent"}}
' expect: DELETE HTTP {"url":"https://api.example.com/orders/7"}
' expect: WEBHOOK POST {"path":"https://hooks.example.com/x","data":{"id":7}}
