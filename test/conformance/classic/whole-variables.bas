' 7.2: what is marked %, declared AS INTEGER or begins with a letter of DEFINT holds whole numbers, half to even
' expect print:  2  4  42  41.6 
OPTION CLASSIC
DEFINT K
half% = 5 / 2
kilos = 3.5
DIM age AS INTEGER, weight AS SINGLE
age = 41.6
weight = 41.6
PRINT half%; kilos; age; weight
