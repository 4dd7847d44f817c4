' 3.9, Annex D 37: TABLE with quotes, ||, CHECK, a reference type and name*
' data
' expect: new Ann Lee
TABLE customers
  id number KEY
  name* string(40) NOT NULL
END TABLE
TABLE orders
  id number KEY
  CustomerId customers
  first string(20)
  last string(20)
  full string GENERATED ALWAYS AS (first || ' ' || last) STORED
  state string(10) DEFAULT 'new'
  total number(10,2) CHECK (total >= 0)
  UNIQUE(first, last)
END TABLE
SAVE "customers", {id: 1, name: "Shop"}
SAVE "orders", {id: 5, CustomerId: 1, first: "Ann", last: "Lee", total: 3}
o = FIND "orders"
TALK o.state + " " + o.full
