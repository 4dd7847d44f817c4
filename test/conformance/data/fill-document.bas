' 3.9: FILL of a template that is named gives the file that was made
' effect FILL DOCUMENT: "letters/ann.docx"
' expect: FILL DOCUMENT {"template":"letter.docx","data":{"name":"Ann"},"path":"letters/ann.docx"}
' expect: letters/ann.docx
' expect: FILL DOCUMENT {"template":"letter.docx","data":{"name":"Bo"}}
' expect: letters/ann.docx
f = FILL "letter.docx", {name: "Ann"} TO "letters/ann.docx"
TALK f
g = FILL DOCUMENT "letter.docx", {name: "Bo"}
TALK g
