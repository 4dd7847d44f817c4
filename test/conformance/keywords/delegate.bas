' 3.14: messages between bots
' effect DELEGATE TO: null
' effect BROADCAST TO BOTS: null
' effect SEND TO BOT: null
' effect WAIT FOR BOT: null
' effect COLLABORATE WITH: null
' effect TRANSFER CONVERSATION TO: null
' effect DELEGATE: "nothing"
answer = DELEGATE "What is open?" TO BOT "billing" TIMEOUT 30
TALK answer
DELEGATE TO "billing" WITH CONTEXT {order: 7}
BROADCAST "New prices" TO BOTS
SEND TO BOT "billing" MESSAGE "paid"
reply = WAIT FOR BOT "billing" TIMEOUT 30
plan = COLLABORATE WITH ["sales", "billing"] ON "an offer"
TRANSFER CONVERSATION TO "billing"
' expect: DELEGATE {"message":"What is open?","bot":"billing","timeout":30}
' expect: nothing
' expect: DELEGATE TO {"bot":"billing","context":{"order":7}}
' expect: BROADCAST TO BOTS {"message":"New prices"}
' expect: SEND TO BOT {"bot":"billing","message":"paid"}
' expect: WAIT FOR BOT {"bot":"billing","timeout":30}
' expect: COLLABORATE WITH {"bots":["sales","billing"],"task":"an offer"}
' expect: TRANSFER CONVERSATION TO {"bot":"billing"}
