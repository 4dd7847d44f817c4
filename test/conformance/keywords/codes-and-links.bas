' 3.11: GENERATE CODE keeps leading zeros; GENERATE SECURE LINK takes a unit
' effect GENERATE CODE: "004211"
' effect GENERATE SECURE LINK: "https://x.example/a"
code = GENERATE CODE 6
TALK "Code " + code
link = GENERATE SECURE LINK "a.pdf" EXPIRES 2 DAYS
TALK link
' expect: GENERATE CODE {"digits":6}
' expect: Code 004211
' expect: GENERATE SECURE LINK {"path":"a.pdf","count":2,"unit":"DAYS"}
' expect: https://x.example/a
