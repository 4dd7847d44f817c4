' 7.1: statements that only classic programs have do not speak against the classic profile
' input: 1
' input: milk, eggs
' input: 2
' expect print: Choice: 
' expect print: Item? 
' expect print: Noted milk, eggs
' expect print: Choice: 
' expect print:  1 items
CLS
DO
  INPUT "Choice: ", choice$
  SELECT CASE VAL(choice$)
    CASE 1
      LINE INPUT "Item? "; item$
      noted% = noted% + 1
      PRINT "Noted "; item$
    CASE ELSE
      EXIT DO
  END SELECT
LOOP
PRINT noted%; "items"
BEEP
