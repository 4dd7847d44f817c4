' 3.14: shorthands of the model
' effect TRANSLATE: "Bom dia"
' effect SUMMARIZE: "short"
' effect CLASSIFY: "praise"
' effect SENTIMENT: "positive"
TALK TRANSLATE "Good morning", "pt"
letter = "a long letter"
TALK SUMMARIZE letter
TALK CLASSIFY(letter, ["praise", "complaint"])
TALK SENTIMENT letter
' expect: TRANSLATE {"text":"Good morning","language":"pt"}
' expect: Bom dia
' expect: SUMMARIZE {"text":"a long letter"}
' expect: short
' expect: CLASSIFY {"text":"a long letter","categories":["praise","complaint"]}
' expect: praise
' expect: SENTIMENT {"text":"a long letter"}
' expect: positive
