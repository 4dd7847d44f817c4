' What the office does with its bots: a new price, a question to all of them, who is there.

HEAR cents AS INTEGER WITH "Cents a word?"
SEND TO BOT "bureau-prices" MESSAGE "price " + cents
TALK WAIT FOR BOT "bureau-prices" TIMEOUT 20

' What bureau-prices shares is copied into this bot's own memory.
BOT SYNC MEMORY FROM "bureau-prices"
TALK "The desk reckons with ${GET BOT MEMORY('cents')} cents as well."

answers = BROADCAST "invoice" TO BOTS
FOR EACH answer IN answers
  TALK "${answer.bot}: ${answer.text}"
NEXT

REMOVE BOT "bureau-prices"
FOR EACH colleague IN LIST BOTS
  TALK "Still here: ${colleague.name}, called by ${JOIN(colleague.triggers, ', ')}"
NEXT
ADD BOT "bureau-prices" WITH TRIGGER "price, cost"
