' 7.2: a bubble sort with SWAP and a flag
' expect print: apple fig pear quince 
DIM word$(4)
FOR i = 1 TO 4: READ word$(i): NEXT
DO
  swapped = 0
  FOR i = 1 TO 3
    IF word$(i) > word$(i + 1) THEN SWAP word$(i), word$(i + 1): swapped = -1
  NEXT
LOOP WHILE swapped
FOR i = 1 TO 4: PRINT word$(i); " ";: NEXT
DATA pear, apple, quince, fig
