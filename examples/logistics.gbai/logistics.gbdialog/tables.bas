' Parcels, by the hundred thousand: the number is a key, what is asked for often has an index.
TABLE parcels
  number string(12) key
  depot string(20) not null
  day date
  state string(12) default 'taken in'
  weight number(8,2)
  price number(8,2)
END TABLE
CREATE INDEX by_depot ON parcels(depot)
CREATE INDEX by_state ON parcels(state)
