' What follows from a change of a table. Each runs in a conversation of its own, without a person.
ON INSERT OF "orders"
  PUBLISH EVENT "order.placed", {number: row.number, sku: row.sku}
END ON

' The buyer sees in "to_order" what runs low.
ON UPDATE OF "products"
  IF row.stock < 5 AND before.stock >= 5 THEN
    MERGE "to_order" ON sku = row.sku WITH {sku: row.sku, supplier: row.supplier, left: row.stock}
  END IF
END ON

ON DELETE OF "products"
  SAVE "discontinued", {sku: row.sku, name: row.name, on: TODAY()}
END ON
