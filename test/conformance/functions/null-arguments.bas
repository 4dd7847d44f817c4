' B: NULL is an empty text, 0, or an empty list
TALK "[", UCASE(NULL), LEFT(NULL, 2), "] ", ABS(NULL), " ", COUNT(NULL), " ", SUM(NULL), " ", JSON(SORT(NULL)), " ", INSTR(NULL, "a")
' expect: [] 0 0 0 [] 0
