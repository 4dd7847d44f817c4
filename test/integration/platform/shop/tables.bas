TABLE parts
  id string KEY
  name string(40) NOT NULL UNIQUE
  stock number DEFAULT 0 CHECK (stock >= 0)
END TABLE
TABLE orders
  id string KEY
  part string REFERENCES parts
  buyer string
  pieces integer
END TABLE
CREATE INDEX by_stock ON parts(stock)
