' 7.3: functions of the dialect stay available where 7.3 has none of the name
' expect print:  2.35 a+b 9 
OPTION CLASSIC
PRINT ROUND(2.345, 2); REPLACE("a-b", "-", "+"); MAX(3, 9, 4)
