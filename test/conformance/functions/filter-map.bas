' B: FILTER keeps rows, MAP picks and renames columns
stock = [{item: "pen", qty: 5, price: 2}, {item: "ink", qty: 0, price: 9}]
low = FILTER(stock, "qty = 0")
TALK low.item, " ", COUNT(FILTER(stock, "price > 1 AND qty > 0"))
TALK MAP(stock, "item, price -> cost")
' expect: ink 1
' expect: [{"item":"pen","cost":2},{"item":"ink","cost":9}]
