' 3.8: sharing memory between bots
' effect BOT SHARE MEMORY: null
' effect BOT SYNC MEMORY FROM: null
BOT SHARE MEMORY "prices" WITH "sales"
BOT SYNC MEMORY FROM "sales"
' expect: BOT SHARE MEMORY {"key":"prices","bot":"sales"}
' expect: BOT SYNC MEMORY FROM {"bot":"sales"}
