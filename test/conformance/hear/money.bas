' 5.2: MONEY strips the sign of the currency, takes the last of both signs as decimal, and has two decimals
HEAR fee AS MONEY
TALK fee
HEAR rent AS CURRENCY
TALK rent
HEAR price AS AMOUNT
TALK price
HEAR tip AS MONEY
TALK tip
HEAR small AS MONEY
TALK small
' input: R$ 1.234,56
' input: € 1,500.00
' input: -5
' input: £12,5
' input: ¥900
' input: 3.999
' expect: 1234.56
' expect: 1500
' expect: 12.5
' expect: 900
' expect: 4
