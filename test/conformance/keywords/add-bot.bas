' 3.14: ADD BOT with a trigger, tools, a schedule
' effect ADD BOT: null
' effect SET BOT PRIORITY: null
' effect LIST BOTS: []
' effect REMOVE BOT: null
' effect BOT REFLECTION: null
ADD BOT "billing" WITH TRIGGER "invoice"
ADD BOT "sales" TRIGGER ON "price" TOOLS "quote"
ADD BOT "night" WITH SCHEDULE "0 22 * * *"
SET BOT PRIORITY "billing", 10
bots = LIST BOTS
REMOVE BOT "night"
BOT REFLECTION ON
' expect: ADD BOT {"name":"billing","trigger":"invoice"}
' expect: ADD BOT {"name":"sales","trigger":"price","tools":"quote"}
' expect: ADD BOT {"name":"night","schedule":"0 22 * * *"}
' expect: SET BOT PRIORITY {"name":"billing","priority":10}
' expect: LIST BOTS {}
' expect: REMOVE BOT {"name":"night"}
' expect: BOT REFLECTION {"mode":"ON"}
