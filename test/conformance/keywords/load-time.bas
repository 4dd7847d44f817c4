' 3.13: what acts when the package loads does nothing when it is reached, and its block is not run
WEBHOOK "new-order"
ON FORM SUBMIT "contact"
  TALK "form"
END ON
ON INSERT OF "orders"
  TALK "inserted"
END ON
ON UPDATE OF "orders"
  TALK "updated"
END ON
ON DELETE OF "orders"
  TALK "deleted"
END ON
ON EMAIL "support@example.com" SUBJECT "invoice" ATTACHMENT
ON CHANGE "inbox/" EVENTS ["create"]
ON EVENT "order.paid" DO
  TALK "paid"
END ON
ON "order.lost" CALL Lost
TALK "done"
SUB Lost
  TALK "lost"
END SUB
' expect: done
