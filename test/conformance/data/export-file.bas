' 3.9: EXPORT gives the file that it wrote
' effect EXPORT: "orders.csv"
' expect: EXPORT {"source":"orders","path":"orders.csv"}
' expect: orders.csv
f = EXPORT "orders", "orders.csv"
TALK f
