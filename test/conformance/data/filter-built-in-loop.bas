' 3.9, H-36: conditions joined in a loop are the script's own, their values are not
' data
' table parts: [{"id": 1, "kind": "bolt"}, {"id": 2, "kind": "nut"}, {"id": 3, "kind": "gear"}]
' expect: 1, 3
kinds = ["bolt", "gear"]
f = "id < 0"
FOR EACH k IN kinds
  f = f + " OR kind = '" + k + "'"
NEXT
ids = []
FOR EACH part IN FIND("parts", f)
  PUSH ids, "" + part.id
NEXT
TALK ids
