' 2.1: whole numbers are exact to 2^53
TALK 9007199254740991 - 1
TALK 2 ^ 53
' expect: 9.00719925474099E+15
' expect: 9.007199254740992E+15
