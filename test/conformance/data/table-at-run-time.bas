' 3.9: a TABLE that is reached does nothing, and one below its use is there
' data
' expect: 4
SAVE "parts", {id: 1, n: "4"}
TALK FIND("parts").n + 0
TABLE parts
  id number key
  n number
END TABLE
