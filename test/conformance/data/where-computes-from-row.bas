' 3.9: both sides of WHERE may compute from columns
' data
' table lines: [{"id": 1, "price": 4, "amount": 5}, {"id": 2, "price": 9, "amount": 1}]
' expect: 1
' expect: 2
limit = 10
TALK FIND("lines" WHERE price * amount > limit).id
TALK FIND("lines" WHERE price > amount * 2).id
