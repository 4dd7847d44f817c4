' 3.14: CALCULATE, VALIDATE and the functions of Annex B that ask the model
' effect CALCULATE: 15
' effect VALIDATE: true
' effect DETECT URGENCY: "high"
' effect CLASSIFY INTENT: "support"
sum = CALCULATE "a * b", {a: 5, b: 3}
TALK sum
IF VALIDATE "AB12", "two letters, two digits" THEN TALK "valid"
TALK DETECT_URGENCY("help at once") + "/" + CLASSIFY_INTENT("help at once")
' expect: CALCULATE {"formula":"a * b","variables":{"a":5,"b":3}}
' expect: 15
' expect: VALIDATE {"value":"AB12","rule":"two letters, two digits"}
' expect: valid
' expect: DETECT URGENCY {"text":"help at once"}
' expect: CLASSIFY INTENT {"text":"help at once"}
' expect: high/support
