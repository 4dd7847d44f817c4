' 3.9: SAVE FROM UNSTRUCTURED of JSON stores it as it is
' data
' expect: Ann 30
SAVE FROM UNSTRUCTURED "people", "{\"name\": \"Ann\", \"age\": 30}"
p = FIND "people"
TALK p.name + " " + p.age
