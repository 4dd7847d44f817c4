' 3.7: REWRITE and ANSWER yield texts; their operand takes the whole sum
' effect REWRITE: "Please pay."
' effect ANSWER: "A year."
draft = "pay now"
polite = REWRITE "Polite: " + draft
TALK polite
reply = ANSWER "How long?"
TALK reply
' expect: REWRITE {"prompt":"Polite: pay now"}
' expect: Please pay.
' expect: ANSWER {"question":"How long?"}
' expect: A year.
