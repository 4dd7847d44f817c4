' B: ISNULL, ISEMPTY, ISARRAY, ISSTRING, ISNUMBER, ISBOOL
TALK ISNULL(NULL), ISNULL(""), ISEMPTY(""), ISEMPTY([]), ISEMPTY({}), ISEMPTY(0), ISEMPTY(NULL)
TALK ISARRAY([]), ISARRAY("a"), ISSTRING("a"), ISSTRING(1), ISNUMBER(1.5), ISNUMBER("1"), ISBOOL(FALSE), ISBOOL(0)
' expect: truefalsetruetruetruefalsetrue
' expect: truefalsetruefalsetruefalsetruefalse
