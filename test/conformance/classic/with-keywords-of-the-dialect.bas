' 7.1: the keywords of section 3 stay available
' expect: Welcome
' expect: Four
' input: 4
' expect print:  8 
OPTION CLASSIC
TALK "Welcome"
HEAR guests AS INTEGER
PRINT guests * 2
SET BOT MEMORY "last", guests
seen = GET BOT MEMORY "last"
IF seen = 4 THEN TALK "Four"
