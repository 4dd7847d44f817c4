' 3.13: PUBLISH EVENT and WAIT FOR EVENT
' effect PUBLISH EVENT: null
' effect WAIT FOR EVENT: {"id": 7}
PUBLISH EVENT "order.paid", {id: 7}
data = WAIT FOR EVENT "order.sent" TIMEOUT 60
TALK data.id
' expect: PUBLISH EVENT {"name":"order.paid","data":{"id":7}}
' expect: WAIT FOR EVENT {"name":"order.sent","timeout":60}
' expect: 7
