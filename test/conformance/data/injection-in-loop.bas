' 3.9, H-36: one bad value among those joined in a loop is found
' data
' table parts: [{"id": 1, "kind": "bolt"}, {"id": 2, "kind": "nut"}]
' expect error: 93
words = SPLIT("bolt|x' OR 'a'='a", "|")
f = ""
FOR EACH w IN words
  IF f <> "" THEN f = f + " OR "
  f = f + "kind = '" + w + "'"
NEXT
r = FIND "parts", f
