' 5.2: a card number passes the Luhn test and is kept masked
HEAR card AS CREDITCARD
TALK card
HEAR second AS CARD
TALK second
' input: 4111 1111 1111 1112
' input: 4111 1111 1111 1111
' input: 378282246310005
' expect: 4111 **** **** 1111
' expect: 3782 **** **** 0005
