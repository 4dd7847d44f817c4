' 5.2: 11 and 10 digits in their usual forms, others with a plus; .digits gives the digits
HEAR cell AS MOBILE
TALK cell, " ", cell.digits
HEAR home AS PHONE
TALK home
HEAR abroad AS TELEPHONE
TALK abroad
' input: 123
' input: 11 98765 4321
' input: (555) 123-4567
' input: 491701234567
' expect: (11) 98765-4321 11987654321
' expect: (555) 123-4567
' expect: +491701234567
