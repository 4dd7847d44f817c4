' B: IS_NUMERIC, ISNUMERIC and IS NUMERIC(x)
TALK IS_NUMERIC("12.5"), " ", ISNUMERIC(3), " ", IS_NUMERIC("12a"), " ", IS_NUMERIC(""), " ", IS_NUMERIC(NULL), " ", IS_NUMERIC("-1e3")
IF IS NUMERIC("7") THEN TALK "two words"
' expect: true true false false false true
' expect: two words
