' 5.7: RND, RANDOM() and the ranges of RANDOM(n) and RANDOM(a, b)
inside = TRUE
FOR i = 1 TO 200
  r = RND()
  IF r < 0 OR r >= 1 THEN inside = FALSE
  n = RANDOM(6)
  IF n < 0 OR n > 5 OR INT(n) <> n THEN inside = FALSE
  m = RANDOM(3, 5)
  IF m < 3 OR m > 5 THEN inside = FALSE
  seen[m - 3] = TRUE
  f = RANDOM()
  IF f < 0 OR f >= 1 THEN inside = FALSE
NEXT
TALK inside, " ", seen
' expect: true [true,true,true]
