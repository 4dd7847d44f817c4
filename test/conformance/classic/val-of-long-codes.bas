' 7.3: VAL reads all digits behind &H and &O; 32 bits are signed, more are a number of their own
' expect print:  255 -1  8.5899346E+9 
' expect print:  511 -1 
OPTION CLASSIC
PRINT VAL("&H0000000FF"); VAL("&HFFFFFFFF"); VAL("&H200000009")
PRINT VAL("&O777"); VAL("&O37777777777")
