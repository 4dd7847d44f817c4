' 7.1, 5.6: there is no NULL: what fails under ON ERROR RESUME NEXT leaves its variable as it was
' expect print:  4 road 5  5 
OPTION CLASSIC
ON ERROR RESUME NEXT
side = 4: way$ = "road"
side = SQR(-side)
way$ = LEFT$(way$, -1)
PRINT side; way$; ERR; side + 1
