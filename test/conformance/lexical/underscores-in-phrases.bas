' 1.8: blanks and underscores are the same inside a keyword phrase
SET_BOT_MEMORY "tone", "warm"
TALK GET  BOT_MEMORY "tone"
ADD_SUGGESTION "Yes"
set_x = 1
TALK set_x
' expect: warm
' expect: 1
