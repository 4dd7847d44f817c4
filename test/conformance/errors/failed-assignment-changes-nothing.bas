' 5.6: strict: an assignment that fails for a name that was never set leaves its target as it was
' strict
price = 12
SUB TakeDiscount()
  price = discount
END SUB
TRY
  price = discont
CATCH e
  TALK e.number, " ", price
END TRY
TRY
  TakeDiscount()
CATCH e
  TALK e.number, " ", price
END TRY
' expect: 424 12
' expect: 424 12
