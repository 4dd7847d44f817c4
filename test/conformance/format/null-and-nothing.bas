' 2.8: NULL is an empty text, a missing pattern the text form
TALK "[", FORMAT(NULL, "0.00"), "][", FORMAT(5), "][", FORMAT(TRUE), "][", FORMAT(missing, "YYYY"), "]"
' expect: [][5][true][]
