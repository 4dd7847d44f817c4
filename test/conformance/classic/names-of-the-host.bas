' 7.1: unset variables are 0 whatever the host calls so; a PARAM takes what the host gives
' var: hour = 9
' var: user = "u1"
' var: city = "Lisbon"
' expect print:  0 []Lisbon
OPTION CLASSIC
PARAM city AS STRING
PRINT hour; "["; user$; "]"; city
