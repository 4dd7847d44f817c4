' 5.4: a pattern of more than 1,000 characters is none
TALK FORMAT(5, REPEAT("0", 2000)), " ", LEN(FORMAT(5, REPEAT("0", 500)))
' expect: 5 500
