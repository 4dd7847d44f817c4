list = [5, 2, 9, 1, 7]
n = UBOUND(list)
DO
  swapped = FALSE
  FOR i = 0 TO n - 2
    IF list[i] > list[i + 1] THEN
      t = list[i]
      list[i] = list[i + 1]
      list[i + 1] = t
      swapped = TRUE
    END IF
  NEXT
LOOP WHILE swapped
TALK list
