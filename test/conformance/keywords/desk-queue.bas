' 3.14: the queue of the desk
' effect TRANSFER TO HUMAN: {"status": "queued"}
' effect GET QUEUE: {"waiting": 4}
' effect NEXT IN QUEUE: {"session_id": "c-9"}
' effect ESCALATE TO SUPERVISOR: null
place = TRANSFER TO HUMAN "billing", "high", "wrong invoice"
TALK place.status
TRANSFER TO HUMAN
queue = GET QUEUE
TALK queue.waiting
item = NEXT IN QUEUE
TALK item.session_id
ESCALATE TO SUPERVISOR item.session_id, "angry"
' expect: TRANSFER TO HUMAN {"department":"billing","priority":"high","context":"wrong invoice"}
' expect: queued
' expect: TRANSFER TO HUMAN {}
' expect: GET QUEUE {}
' expect: 4
' expect: NEXT IN QUEUE {}
' expect: c-9
' expect: ESCALATE TO SUPERVISOR {"session":"c-9","reason":"angry"}
