' 3.7: suggestions and switches take value AS label
' effect ADD SWITCHER: null
' effect CLEAR SWITCHERS: null
ADD SUGGESTION "hours" AS "Opening hours"
ADD SWITCHER "Be brief." AS "Short"
CLEAR SWITCHERS
CLEAR SUGGESTIONS
' expect: ADD SWITCHER {"prompt":"Be brief.","label":"Short"}
' expect: CLEAR SWITCHERS {}
