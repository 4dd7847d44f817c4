' 3.9: without an id column the TABLE's KEY names the row
' data
' expect: 1
' expect: 8
TABLE parts
  code string(5) primary key
  left integer
END TABLE

SAVE "parts", {code: "B1", left: 3}
n = UPDATE "parts", "B1", "left", 8
TALK n
TALK FIND("parts").left
