' 7.5.11: a scalar and an array of one name are two things
' expect print:  5  8  0 
OPTION CLASSIC
price = 5
price(2) = 8
PRINT price; price(2); price(1)
