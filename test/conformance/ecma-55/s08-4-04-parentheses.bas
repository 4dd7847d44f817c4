' 7.5.3, ECMA-55 8.4.4: parentheses come first
' expect print:  9  512  5 
' expect print:  2 
10 PRINT (1+2)*3;2^(3^2);10-(3+2)
20 PRINT ((((((((((1+1))))))))))
30 END
