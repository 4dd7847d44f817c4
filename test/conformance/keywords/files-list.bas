' H-3: list = DIR folder is an assignment; LIST before a folder is the keyword
' effect DIR: [{"name": "a.pdf"}]
' effect LIST: ["a.pdf"]
folder = "inbox/"
list = DIR folder
TALK list[0].name
files = LIST folder FILTER "*.pdf" RECURSIVE
TALK COUNT(files)
' expect: DIR {"folder":"inbox/"}
' expect: a.pdf
' expect: LIST {"folder":"inbox/","filter":"*.pdf","recursive":"RECURSIVE"}
' expect: 1
