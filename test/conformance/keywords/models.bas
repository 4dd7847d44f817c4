' 3.7: choosing a model
' effect USE MODEL: null
' effect SET MODEL ROUTING: null
' effect GET CURRENT MODEL: "fast"
' effect LIST MODELS: ["fast", "large"]
USE MODEL "fast"
SET MODEL ROUTING "cost"
TALK GET CURRENT MODEL
names = LIST MODELS
TALK names[1]
' expect: USE MODEL {"name":"fast"}
' expect: SET MODEL ROUTING {"routing":"cost"}
' expect: GET CURRENT MODEL {}
' expect: fast
' expect: LIST MODELS {}
' expect: large
