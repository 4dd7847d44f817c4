' 5.2: NUMBER takes a point or a comma as decimal sign and does not round
HEAR height AS NUMBER
TALK height * 2
HEAR ratio AS FLOAT
TALK ratio
HEAR total AS DECIMAL
TALK total
HEAR width AS DOUBLE
TALK width
' input: 1,755
' input: 0.3333333
' input: 1.234,5
' input: many
' input: 2,000.25
' expect: 3.51
' expect: 0.3333333
' expect: 1234.5
' expect: 2000.25
