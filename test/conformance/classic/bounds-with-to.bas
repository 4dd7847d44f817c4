' 7.2: DIM with lower bounds, also below 0
' expect error: 9 line 9
' expect print: -40 leap[]
OPTION CLASSIC
DIM cold(-3 TO 3), years(1999 TO 2001) AS STRING
cold(-2.6) = -40
years(2000) = "leap"
PRINT cold(-3); years(2000); "["; years(1999); "]"
PRINT cold(-4)
