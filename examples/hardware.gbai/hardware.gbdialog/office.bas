' For the office: the first stock, the supplier's prices, what runs low, a copy for the accountant.
DO
  HEAR wish AS "Load the stock", "New prices", "Low stock", "Turnover", "Hand over", "Discontinue", "Close" WITH "Office: what now?"
  SELECT CASE wish
    CASE "Load the stock"
      CALL LoadStock
    CASE "New prices"
      CALL NewPrices
    CASE "Low stock"
      FOR EACH item IN QUERY "SELECT p.name, p.stock, s.phone FROM products p JOIN suppliers s ON s.name = p.supplier WHERE p.stock < 5 ORDER BY p.stock"
        TALK "${item.name}: ${item.stock} left, call ${item.phone}"
      NEXT
    CASE "Turnover"
      orders = FIND "orders"
      best = SELECT sku, SUM(total) AS sum FROM orders GROUP BY sku ORDER BY sum DESC LIMIT 1
      IF best THEN TALK "Best seller: ${best.sku} with ${FORMAT(best.sum, "0.00")} €." ELSE TALK "Nothing was sold yet."
    CASE "Hand over"
      CALL HandOver
    CASE "Discontinue"
      HEAR sku AS TEXT WITH "Which number?"
      sku = UCASE(sku)
      TRY
        gone = DELETE "products" WHERE sku = sku
        TALK "Removed: ${gone}"
      CATCH e
        TALK "It cannot go, there are orders of it."
      END TRY
  END SELECT
LOOP UNTIL wish = "Close"
TALK "The office is closed."

SUB LoadStock
  SAVE "suppliers", [{name: "Norte", phone: "+351 220 000 410"}, {name: "Volta", phone: "+351 210 000 977"}]
  rows = IMPORT "stock.csv"
  done = MERGE "products" WITH rows BY "sku"
  TALK "${done.inserted} new products, ${done.updated} changed."
END SUB

' The list comes from the supplier's server; without it the prices stay as they are.
SUB NewPrices
  list = DOWNLOAD supplier_list, "inbox/prices.csv"
  IF list IS NULL THEN
    TALK "The supplier's list cannot be fetched now."
    RETURN
  END IF
  changed = 0
  FOR EACH line IN GET "inbox/prices.csv"
    fresh = UPDATE "products" SET price = line.price WHERE sku = line.sku
    changed = changed + fresh
  NEXT
  TALK "${changed} prices are new."
END SUB

' A dispatch note that a supplier wrote as JSON becomes rows; everything goes into one archive.
SUB HandOver
  SAVE FROM UNSTRUCTURED "deliveries", '{"supplier": "Volta", "pieces": 12, "day": "2027-03-01"}'
  EXPORT "orders", "accounts/orders.csv"
  EXPORT "deliveries", "accounts/deliveries.csv"
  archive = COMPRESS ["accounts/orders.csv", "accounts/deliveries.csv"], "accounts.zip"
  SEND FILE archive, "For the accountant"
  link = GENERATE SECURE LINK "accounts.zip" EXPIRES 2 DAYS
  TALK "A link for those who are not here, for two days: ${link}"
END SUB
