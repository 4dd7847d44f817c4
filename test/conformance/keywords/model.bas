' 3.7: LLM takes options behind WITH, a word or an object
' effect LLM: "two wheels"
topic = "bikes"
TALK LLM "A line on " + topic
text = ASK "Now" WITH KB
TALK text
' expect: LLM {"prompt":"A line on bikes"}
' expect: two wheels
' expect: LLM {"prompt":"Now","options":"KB"}
' expect: two wheels
