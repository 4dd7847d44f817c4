' 1.8: ANALYZE SENTIMENT, GET TIPS and POLISH MESSAGE take operands side by side
' effect ANALYZE SENTIMENT: {"overall": "negative"}
' effect GET TIPS: null
' effect POLISH MESSAGE: null
' effect GET SMART REPLIES: null
' effect GET SUMMARY: "a parcel"
' effect GET CUSTOMER HISTORY: null
id = "c-9"
msg = "where is it"
mood = ANALYZE SENTIMENT id msg
TALK mood.overall
TALK ANALYZE_SENTIMENT(msg)
tips = GET TIPS id msg
better = POLISH MESSAGE msg "friendly"
replies = GET SMART REPLIES id
TALK GET SUMMARY id
h = GET CUSTOMER HISTORY "u-7"
' expect: ANALYZE SENTIMENT {"session":"c-9","text":"where is it"}
' expect: negative
' expect: ANALYZE SENTIMENT {"text":"where is it"}
' expect: {"overall":"negative"}
' expect: GET TIPS {"session":"c-9","text":"where is it"}
' expect: POLISH MESSAGE {"text":"where is it","tone":"friendly"}
' expect: GET SMART REPLIES {"session":"c-9"}
' expect: GET SUMMARY {"session":"c-9"}
' expect: a parcel
' expect: GET CUSTOMER HISTORY {"user":"u-7"}
