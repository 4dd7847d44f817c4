TABLE repairs
  number integer key
  flat* string(10) not null
  what string(2000) not null
  photo string(300)
  state string(10) default 'open' check (state IN ('open', 'ordered', 'done'))
  reported datetime
END TABLE
