' HEAR in its forms, bot memory, suggestions, random numbers, the clock.
TALK given
ADD SUGGESTION "Yes"
HEAR name AS NAME WITH "Who?" DEFAULT "nobody" TIMEOUT 60 RETRIES 2
HEAR choice AS "Red", "Blue", *
amount = HEAR AS INTEGER
SET BOT MEMORY "last", name
old = GET BOT MEMORY "last"
dice = RANDOM(1, 6)
TALK "${name} ${choice} ${amount + 1} ${old} ${FORMAT(NOW(), "YYYY-MM-DD")} ${dice >= 1}"
again = RANDOM(1, 1000000)
HEAR rest
TALK again = RANDOM(1, 1000000), " ", rest, " ", unset
CLEAR SUGGESTIONS
LLM "Say ${rest}"
' answer: null
' answer: "Ann"
' answer: "Blue"
' answer: 41
' answer: null
' answer: "Ann"
' answer: "the rest"
' answer: null
' answer: "said"
