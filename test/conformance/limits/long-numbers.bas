' 5.4: a text of very many digits is no number, and reading it does not take long
digits = REPEAT("1", 200000)
TALK IS_NUMERIC(digits), " ", digits = 5
TRY
  x = digits * 1
CATCH e
  TALK e.number
END TRY
TALK VAL("0." & REPEAT("3", 500)) > 0.3
' expect: false false
' expect: 6
' expect: true
