' 3.9: NOW(), numbers, texts and booleans as DEFAULT
' data
' expect: 2025-06-02 10:30:45 3 it's false
TABLE parts
  id uuid key default uuid_generate_v4()
  at datetime default NOW()
  n integer default 3
  word string default 'it''s'
  ready bool default false
END TABLE

SAVE "parts", {n: NULL}
p = FIND "parts"
TALK p.at + " " + p.n + " " + p.word + " " + p.ready
