' 3.14: the desk verbs take a comma, a word or operands side by side
' effect ASSIGN CONVERSATION: null
' effect RESOLVE CONVERSATION: null
' effect SET PRIORITY: null
' effect TAG CONVERSATION: null
' effect ADD NOTE: null
s = "c-9"
a = "ann"
ASSIGN CONVERSATION s, a
ASSIGN CONVERSATION s TO a
ASSIGN CONVERSATION s a
RESOLVE CONVERSATION s
RESOLVE CONVERSATION s WITH "mended"
SET PRIORITY s TO "high"
TAG CONVERSATION s WITH "invoice"
ADD NOTE s, "called"
ADD NOTE "called" TO s
' expect: ASSIGN CONVERSATION {"session":"c-9","attendant":"ann"}
' expect: ASSIGN CONVERSATION {"session":"c-9","attendant":"ann"}
' expect: ASSIGN CONVERSATION {"session":"c-9","attendant":"ann"}
' expect: RESOLVE CONVERSATION {"session":"c-9"}
' expect: RESOLVE CONVERSATION {"session":"c-9","reason":"mended"}
' expect: SET PRIORITY {"session":"c-9","priority":"high"}
' expect: TAG CONVERSATION {"session":"c-9","tag":"invoice"}
' expect: ADD NOTE {"session":"c-9","note":"called"}
' expect: ADD NOTE {"note":"called","session":"c-9"}
