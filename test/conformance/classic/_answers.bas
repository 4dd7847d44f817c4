OPTION CLASSIC
DIM tries(3)
DO
  tries(1) = tries(1) + 1
LOOP UNTIL 1 = 1
PRINT tries(1); 3 \ 2.6; 1 = 1
RETURN 7
