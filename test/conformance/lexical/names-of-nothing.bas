' 1.6: NULL has several names
IF NOTHING IS NULL AND UNDEFINED IS NULL AND NULL = EMPTY THEN TALK "all nothing"
TALK TYPEOF(NULL)
' expect: all nothing
' expect: null
