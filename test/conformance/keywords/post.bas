' 3.10: POST yields an envelope
' effect POST: {"ok": true, "status": 201, "data": {"id": "o-7"}}
answer = POST "https://api.example.com/orders", {product: "A-1", count: 2}
IF answer.ok THEN TALK answer.status & " " & answer.data.id
' expect: POST {"url":"https://api.example.com/orders","body":{"product":"A-1","count":2}}
' expect: 201 o-7
