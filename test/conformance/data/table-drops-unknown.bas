' 3.9: SAVE into a declared TABLE leaves unknown columns out
' data
' expect: {"id":1,"name":"bolt"}
TABLE parts
  id number key
  name text
END TABLE

SAVE "parts", {id: 1, name: "bolt", colour: "red"}
TALK FIND("parts")
