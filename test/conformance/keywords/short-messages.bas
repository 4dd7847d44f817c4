' 3.12: SEND SMS with 2 to 4 operands, SEND WHATSAPP TO, BROADCAST
' effect SEND SMS: {"success": true}
' effect SEND WHATSAPP: null
' effect BROADCAST: null
sent = SEND SMS "+4915112345678", "Code 1", "twilio", "high"
TALK sent.success
SEND WHATSAPP TO "+4915112345678" WITH "Ready"
BROADCAST "Noon" TO ["a@example.com"]
' expect: SEND SMS {"phone":"+4915112345678","text":"Code 1","provider":"twilio","priority":"high"}
' expect: true
' expect: SEND WHATSAPP {"phone":"+4915112345678","text":"Ready"}
' expect: BROADCAST {"text":"Noon","recipients":["a@example.com"]}
