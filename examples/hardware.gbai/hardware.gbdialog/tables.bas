' Each product comes from a supplier that exists, and stock never goes below zero: two customers cannot
' both buy the last drill.
TABLE suppliers
  name string(40) key
  phone string(30)
END TABLE

TABLE products
  sku string(10) key
  name* string(60) not null
  supplier string(40) references suppliers
  price number(10,2) not null check (price > 0)
  stock integer default 0 check (stock >= 0)
END TABLE
CREATE INDEX by_supplier ON products(supplier)

TABLE orders
  number integer key
  customer string(80) not null
  sku string(10) references products
  pieces integer not null check (pieces > 0)
  total number(10,2)
  state string(10) default 'open'
END TABLE
