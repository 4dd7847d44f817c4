' 3.8: memory of a person
' effect SET USER MEMORY: null
' effect GET USER MEMORY: "M"
' effect CLEAR USER MEMORY: null
' effect SET USER FACT: null
' effect REMEMBER USER FACT: null
' effect USER FACTS: ["a", "b"]
SET USER MEMORY "size" AS "M"
TALK GET USER MEMORY "size"
CLEAR USER MEMORY
SET USER FACT "diet", "vegetarian"
REMEMBER USER FACT "calls in the morning"
TALK COUNT(USER FACTS())
' expect: SET USER MEMORY {"key":"size","value":"M"}
' expect: GET USER MEMORY {"key":"size"}
' expect: M
' expect: CLEAR USER MEMORY {}
' expect: SET USER FACT {"key":"diet","value":"vegetarian"}
' expect: REMEMBER USER FACT {"text":"calls in the morning"}
' expect: USER FACTS {}
' expect: 2
