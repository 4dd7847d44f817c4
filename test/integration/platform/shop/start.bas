' What keywords of tables do and say; the same over every store.
TALK "Ready."
again:
HEAR word
SELECT CASE word
CASE "fill"
  FOR EACH part IN [{"id": "p1", "name": "bolt", "stock": 12}, {"id": "p2", "name": "nut", "stock": 20}, {"id": "p3", "name": "gear", "stock": 3}]
    INSERT "parts", part
  NEXT
  SAVE "parts", [{"id": "p4", "name": "cog", "stock": 8}, {"id": "p5", "name": "ring", "stock": 9}, {"id": "p6", "name": "shaft", "stock": 6}]
  INSERT INTO "orders" WITH id = "o1", part = "p1", buyer = "ann", pieces = 7
  INSERT INTO "orders" WITH id = "o2", part = "p3", buyer = "bob", pieces = 1
  INSERT INTO "orders" WITH id = "o3", part = "p6", buyer = "cy", pieces = 2
  TALK COUNT("parts") + " parts, " + COUNT("orders") + " orders"
CASE "read"
  rows = FIND "parts", "name IN ('bolt', 'nut', 'gear') ORDER BY id"
  said = []
  FOR EACH row IN rows
    PUSH said, row.name + " " + row.stock
  NEXT
  biggest = AGGREGATE "parts", "MAX", "stock"
  total = AGGREGATE "parts", "SUM", "stock"
  one = FIND "parts" WHERE stock > 10 AND name LIKE "b%" FIRST
  TALK JOIN(said, ", ") + " | most " + biggest + " | sum " + total + " | first " + one.name
CASE "change"
  changed = UPDATE "parts" SET stock = stock + 1 WHERE name = "cog" OR name = "ring"
  DELETE "orders", "id = 'o3'"
  gone = DELETE "parts", "stock > 0 AND name != 'cog' ORDER BY stock DESC LIMIT 0"
  DELETE FROM "parts" WHERE name = "shaft"
  left = COUNT("parts")
  merged = MERGE "parts", [{"id": "p3", "stock": 99}, {"id": "p7", "name": "axle", "stock": 0}], "id"
  TALK changed + " changed, " + (6 - left) + " gone, merged " + merged.inserted + "/" + merged.updated
CASE "break"
  said = []
  made = INSERT "parts", {"id": "p8", "name": "bolt"}
  IF INSTR(made.error, "UNIQUE") > 0 THEN PUSH said, "taken"
  made = INSERT "orders", {"id": "o9", "part": "nothing"}
  IF INSTR(made.error, "REFERENCES") > 0 THEN PUSH said, "unknown part"
  TRY
    UPDATE "parts", "p1", {"stock": -1}
  CATCH e
    IF INSTR(e.message, "CHECK") > 0 THEN PUSH said, "bounded" ELSE PUSH said, e.message
  END TRY
  TALK JOIN(said, " | ")
CASE "join"
  rows = SELECT p.name, o.pieces, o.buyer FROM orders o JOIN parts p ON p.id = o.part ORDER BY p.name
  said = []
  FOR EACH row IN rows
    PUSH said, row.name + " " + row.pieces + " " + row.buyer
  NEXT
  TALK JOIN(said, ", ")
END SELECT
GOTO again
