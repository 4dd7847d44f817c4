' A customer looks for a product, buys it, and gets an invoice as PDF together with the terms of sale.
TALK "Welcome to **${shop}**."
DO
  HEAR wish AS "Find a product", "Buy", "What is new", "Goodbye" WITH "How can I help?"
  SELECT CASE wish
    CASE "Find a product"
      CALL FindProduct
    CASE "Buy"
      CALL Buy
    CASE "What is new"
      newest = GET LAST "products"
      IF newest THEN TALK "Our newest product: ${newest.name}." ELSE TALK "The shelves are empty."
  END SELECT
LOOP UNTIL wish = "Goodbye"
TALK "See you soon."

SUB FindProduct
  HEAR words AS TEXT WITH "What are you looking for?"
  hits = SEARCH "products", words, 5
  IF NOT hits THEN
    similar = AUTOCOMPLETE("products", "name", LEFT(words, 3), 3)
    IF COUNT(similar) > 0 THEN TALK "Not that, but: " + JOIN(similar, ", ") ELSE TALK "We have nothing like that."
    RETURN
  END IF
  FOR EACH hit IN hits
    TALK "${hit.sku}: ${hit.name}, ${FORMAT(hit.price, "0.00")} €, ${hit.stock} in stock"
  NEXT
END SUB

SUB Buy
  HEAR sku AS TEXT WITH "Which number has the product?"
  sku = UCASE(sku)
  product = FIND "products", "sku", sku
  IF NOT product THEN
    TALK "There is no product ${sku}."
    RETURN
  END IF
  HEAR pieces AS INTEGER WITH "How many pieces of ${product.name}?"
  left = product.stock - pieces
  ' The change and the condition are one step: who comes second changes no row.
  taken = UPDATE "products" SET stock = left WHERE sku = sku AND stock = product.stock AND stock >= pieces
  IF taken = 0 THEN
    TALK "We have only ${product.stock}."
    RETURN
  END IF
  HEAR customer AS NAME WITH "To whom do I write the invoice?"
  total = ROUND(product.price * pieces, 2)
  ' Two customers at one moment would get the same number: the table refuses the second, who tries the next one.
  FOR attempt = 1 TO 5
    number = AGGREGATE "MAX", "orders", "number"
    IF number = NULL THEN number = 0
    number = number + 1
    written = INSERT "orders", {number: number, customer: customer, sku: sku, pieces: pieces, total: total}
    IF written.success THEN EXIT FOR
  NEXT
  IF NOT written.success THEN
    UPDATE "products" SET stock = stock + pieces WHERE sku = sku
    TALK "There is a crowd at the till. Please try again."
    RETURN
  END IF

  order = {shop: shop, number: number, customer: customer, total: FORMAT(total, "0.00")}
  order.items = [{name: product.name, pieces: pieces, price: FORMAT(product.price, "0.00")}]
  GENERATE PDF "invoice.html", order, "invoices/sheet-${number}.pdf"
  GENERATE PDF READ "terms.md" TO "invoices/terms.pdf"
  invoice = MERGE PDF ["invoices/sheet-${number}.pdf", "invoices/terms.pdf"], "invoices/${number}.pdf"
  DELETE FILE "invoices/sheet-${number}.pdf"
  SEND FILE invoice, "Invoice ${number}: ${FORMAT(total, "0.00")} €"
END SUB
