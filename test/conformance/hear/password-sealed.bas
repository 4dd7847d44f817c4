' 5.2: a password is a sealed value: its text and JSON forms are a mask, comparing works
HEAR word AS PASSWORD
TALK word
TALK "it is ${word}"
TALK JSON({login: "ann", word: word})
TALK word = "correct horse", " ", word = "correct hors", " ", word <> "x"
TALK LEFT(word, 3), " ", word & "!"
' input: short
' input: correct horse
' expect: ••••••••
' expect: it is ••••••••
' expect: {"login":"ann","word":"••••••••"}
' expect: true false true
' expect: ••• ••••••••!
