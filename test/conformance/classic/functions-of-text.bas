' 7.3: STR$ has a leading blank, STR has none; positions count from 1
' expect print: [ 5][-5][5]
' expect print:  2  4 baanana
' expect print: aaa  |A 97 FF10 12 
' expect print: x | y|lowUP
OPTION CLASSIC
PRINT "["; STR$(5); "]["; STR$(-5); "]["; STR(5); "]"
PRINT INSTR("banana", "an"); INSTR(3, "banana", "an"); LEFT$("banana", 2); RIGHT$("banana", 3); MID$("banana", 3, 2)
PRINT STRING$(3, "ab"); SPACE$(2); "|"; CHR$(65); ASC("a"); HEX$(255); OCT$(8); VAL("12 apples")
PRINT LTRIM$("  x "); "|"; RTRIM$(" y "); "|"; LCASE$("LOW"); UCASE$("up")
