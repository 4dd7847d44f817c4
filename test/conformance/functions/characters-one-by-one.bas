' 2.2: positions count code points, also of a text that is read character by character
greeting = "Olá 🙂!"
seen = ""
FOR i = 1 TO LEN(greeting)
  letter = MID(greeting, i, 1)
  seen = seen & letter & ASC(letter) & " "
NEXT
TALK seen
TALK MID(greeting, i - 2, 2)
' expect: O79 l108 á225  32 🙂128578 !33 
' expect: 🙂!
