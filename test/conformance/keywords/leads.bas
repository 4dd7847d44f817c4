' 3.14: scores of leads
' effect SCORE LEAD: {"grade": "A"}
' effect GET LEAD SCORE: 70
' effect UPDATE LEAD SCORE: null
' effect SET LEAD SCORE: null
' effect QUALIFY LEAD: null
lead = {company: "Example"}
r = AI SCORE LEAD lead
TALK r.grade
TALK GET LEAD SCORE "l-7"
UPDATE LEAD SCORE "l-7", 10, "asked"
SET LEAD SCORE "l-7", 80
q = QUALIFY LEAD "l-7"
' expect: SCORE LEAD {"method":"AI","lead":{"company":"Example"}}
' expect: A
' expect: GET LEAD SCORE {"lead":"l-7"}
' expect: 70
' expect: UPDATE LEAD SCORE {"lead":"l-7","change":10,"reason":"asked"}
' expect: SET LEAD SCORE {"lead":"l-7","score":80}
' expect: QUALIFY LEAD {"lead":"l-7"}
