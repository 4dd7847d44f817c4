' 7.5.8: GOSUB nests 250 deep and returns as often
' expect print:  250  250 
OPTION CLASSIC
GOSUB down
PRINT depth; ups
END
down:
depth = depth + 1
IF depth < 250 THEN GOSUB down
ups = ups + 1
RETURN
