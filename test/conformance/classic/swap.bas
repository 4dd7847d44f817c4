' 7.2: SWAP exchanges variables, elements and fields
' expect print: right left 2  1 
OPTION CLASSIC
a$ = "left": b$ = "right"
bin(1) = 1: bin(2) = 2
SWAP a$, b$
SWAP bin(1), bin(2)
PRINT a$; " "; b$; bin(1); bin(2)
