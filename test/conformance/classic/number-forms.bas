' 7.5.4: numbers as PRINT shows them
' expect print:  .1 -.5  1.2345679E+8  .33333333  1.E-9  100 
OPTION CLASSIC
PRINT .1; 0.5 - 1; 123456789; 1 / 3; 1E-9; 100
