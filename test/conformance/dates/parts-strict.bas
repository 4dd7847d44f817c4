' 2.7: bad input is NULL in strict mode
TALK YEAR("soon") IS NULL, " ", MINUTE("never") IS NULL
' strict
' expect: true true
