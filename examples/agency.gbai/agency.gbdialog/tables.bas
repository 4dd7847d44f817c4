' What the agency keeps. A publish brings the tables to what stands here.
TABLE bookings
  code string(12) KEY
  occasion string NOT NULL
  day date NOT NULL
  guests integer CHECK (guests BETWEEN 1 AND 500)
  state string DEFAULT 'asked'
  caterer string
END TABLE
CREATE INDEX by_day ON bookings(day)

TABLE tasks
  id integer KEY
  booking string REFERENCES bookings(code)
  what string
  done boolean DEFAULT FALSE
END TABLE
